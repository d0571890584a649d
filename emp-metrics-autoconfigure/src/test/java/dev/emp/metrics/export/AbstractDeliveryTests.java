package dev.emp.metrics.export;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole delivery, from the push to a receiver that fails: five batches of one to five
 * data points each, whose metrics have names of their own.
 */
abstract class AbstractDeliveryTests {

	static final String TOKEN = "hunter22-token";

	final FaultyReceiver receiver = FaultyReceiver.start();

	/** Long enough for a busy machine to answer, short where nothing will. */
	Duration deadline = Duration.ofSeconds(10);

	final CountingListener listener = new CountingListener();

	private final List<DurableSender> senders = new ArrayList<>();

	@AfterEach
	void stop() {
		this.senders.forEach(DurableSender::close);
		this.receiver.stop();
	}

	DurableSender sender() {
		return sender(null);
	}

	/**
	 * A sender that waits a few milliseconds between its attempts, and until the deadline
	 * for an answer.
	 * @param directory where the batches are kept, or null for memory
	 * @return the sender
	 */
	DurableSender sender(@Nullable Path directory) {
		Supplier<Backoff> backoff = () -> new Backoff(Duration.ofMillis(5), Duration.ofMillis(40),
				Duration.ofSeconds(2), Math::random);
		HttpTransport transport = new HttpTransport(
				() -> HttpClients.prepare(Duration.ofMillis(400), null, DaemonThreads.ofCaller()).build(),
				this.deadline, new Credentials(null, Map.of()), Clock.systemUTC());
		DiskSpool spool = (directory != null) ? new DiskSpool(directory, "test", new NioSpoolFiles()) : null;
		Limits limits = new Limits(1 << 20, 1 << 20, 1000, Duration.ofHours(6));
		DurableSender sender = new DurableSender(
				new DeliveryParts(limits, spool, this.listener, transport, new DrainSettings(backoff, 1000, true),
						false, new PushPhase(), io.micrometer.core.instrument.Clock.SYSTEM),
				List::of, Duration.ofMillis(500), DaemonThreads.ofCaller());
		this.senders.add(sender);
		return sender;
	}

	void pushFive(DurableSender sender) {
		for (int i = 1; i <= 5; i++) {
			push(sender, "b" + i, i);
		}
	}

	void push(DurableSender sender, String name, int points) {
		push(sender, this.receiver.url().replace("//", "//user:" + TOKEN + "@") + "?key=" + TOKEN,
				Map.of("Authorization", "Bearer " + TOKEN), name, points);
	}

	static void push(DurableSender sender, String address, Map<String, String> headers, String name, int points) {
		String[] names = new String[points];
		for (int i = 0; i < points; i++) {
			names[i] = name + "." + (i + 1);
		}
		sender.send(OtlpMetricsSender.Request.builder(RandomRequests.gauges(names).toByteArray())
			.address(address)
			.headers(headers)
			.compressionMode(CompressionMode.GZIP)
			.build());
	}

	void untilHeldIs(DurableSender sender, long points) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> totals(sender).held() == points);
	}

	static Totals totals(DurableSender sender) {
		Totals totals = sender.totals();
		assertThat(totals.isBalanced()).as(totals.toString()).isTrue();
		return totals;
	}

	/**
	 * The batches that were stored, in order, each by the beginning of its metrics' names
	 * and without the copies that came again.
	 * @return the names of the batches
	 */
	List<String> storedBatches() {
		return storedBatches(this.receiver);
	}

	static List<String> storedBatches(FaultyReceiver receiver) {
		return receiver.stored()
			.stream()
			.flatMap((stored) -> stored.pointsPerMetric().keySet().stream())
			.map((metric) -> metric.substring(0, metric.indexOf('.')))
			.distinct()
			.toList();
	}

}
