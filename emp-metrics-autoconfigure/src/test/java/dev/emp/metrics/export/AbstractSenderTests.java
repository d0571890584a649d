package dev.emp.metrics.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sender with a transport that answers as it is told.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractSenderTests {

	final ScriptedTransport transport = new ScriptedTransport();

	final CountingListener listener = new CountingListener();

	boolean holdUnauthorized = true;

	Clock clock = Clock.SYSTEM;

	int rate = 1000;

	Duration retryDelay = Duration.ofMillis(2);

	Limits limits = new Limits(1 << 20, 1 << 20, 1000, Duration.ofHours(6));

	@Nullable Target configured;

	@Nullable DiskSpool spool;

	@Nullable DurableSender sender;

	@AfterEach
	void close() {
		if (this.sender != null) {
			this.sender.close();
		}
	}

	static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((t) -> t.getName().equals("emp-metrics-export"))
			.count();
	}

	List<String> metrics() {
		return this.transport.sent()
			.stream()
			.filter((sent) -> sent.payload().points() <= 3)
			.flatMap((sent) -> Points.names(sent.payload()).stream())
			.toList();
	}

	static boolean contains(Payload payload, String metric) {
		return Points.names(payload).contains(metric);
	}

	void untilEmpty() {
		Awaitility.await().until(() -> totals().held() == 0);
	}

	Totals totals() {
		Totals totals = sender().totals();
		assertThat(totals.isBalanced()).as(totals.toString()).isTrue();
		return totals;
	}

	void push(int... points) {
		push("Bearer token", points);
	}

	void push(String token, int... points) {
		push(Points.TARGET.address(), token, points);
	}

	void push(String address, String token, int... points) {
		for (int count : points) {
			sender().send(OtlpMetricsSender.Request.builder(Points.of(count).bytes())
				.address(address)
				.headers(Map.of("Authorization", token))
				.compressionMode((count % 2 == 0) ? CompressionMode.GZIP : CompressionMode.NONE)
				.build());
		}
	}

	DurableSender sender() {
		if (this.sender == null) {
			this.sender = create();
		}
		return this.sender;
	}

	static DiskSpool spool(Path directory) {
		return new DiskSpool(directory, "test", new NioSpoolFiles());
	}

	DurableSender create() {
		Backoff backoff = new Backoff(this.retryDelay, this.retryDelay.multipliedBy(5), Duration.ofMinutes(1),
				Math::random);
		DrainSettings drain = new DrainSettings(() -> backoff, this.rate, this.holdUnauthorized);
		return new DurableSender(
				new DeliveryParts(this.limits, this.spool, this.listener, this.transport, drain, false, new PushPhase(),
						this.clock),
				() -> (this.configured != null) ? List.of(this.configured) : List.of(), Duration.ofSeconds(2),
				DaemonThreads.ofCaller());
	}

}
