package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.spy;

/**
 * Tests of when an application delivers what one before it left behind.
 */
class LeftoversTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@TempDir
	Path directory;

	@AfterEach
	void stop() {
		this.receiver.stop();
	}

	@Test
	void leaveWithinSecondsOfTheStart() throws Exception {
		leave(20);
		ExportApplication application = ExportApplication.withoutReceiver()
			.with("management.otlp.metrics.export.url=" + this.receiver.url(),
					"emp.metrics.export.spool.directory=" + this.directory);
		try (ConfigurableApplicationContext context = application.run()) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.until(() -> this.receiver.stored().size() >= 20 && context.isRunning());
		}
		assertThat(this.receiver.stored().stream().limit(20).mapToLong(Stored::points).sum()).isEqualTo(210);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void thatCannotBeLookedForStopNoDelivery(CapturedOutput output) throws Exception {
		SpoolFiles files = spy(new NioSpoolFiles());
		willThrow(new OutOfMemoryError("of a test")).given(files).list(eq(this.directory), any());
		Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1), () -> 0.0);
		Limits limits = new Limits(1 << 20, 1 << 20, 100, Duration.ofHours(6));
		DeliveryParts parts = new DeliveryParts(limits, new DiskSpool(this.directory, "heir", files), new NoListener(),
				new ScriptedTransport(), new DrainSettings(() -> backoff, 10, true), false, new PushPhase(),
				Clock.SYSTEM);
		try (DurableSender heir = new DurableSender(parts, List::of, Duration.ZERO, DaemonThreads.ofCaller())) {
			push(heir);
			Awaitility.await().until(() -> heir.totals().delivered() == 1);
		}
		assertThat(output).containsOnlyOnce(
				"are not taken over for now, which is tried again: " + "java.lang.OutOfMemoryError: of a test");
	}

	@Test
	void ofAProcessThatDiesLaterGoOutAtTheDrainRate() throws Exception {
		MockClock clock = new MockClock();
		ScriptedTransport transport = new ScriptedTransport();
		Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1), () -> 0.0);
		Limits limits = new Limits(1 << 20, 1 << 20, 100, Duration.ofHours(6));
		DeliveryParts parts = new DeliveryParts(limits, new DiskSpool(this.directory, "heir", new NioSpoolFiles()),
				new NoListener(), transport, new DrainSettings(() -> backoff, 10, true), false, new PushPhase(), clock);
		try (DurableSender heir = new DurableSender(parts, List::of, Duration.ZERO, DaemonThreads.ofCaller())) {
			push(heir);
			Awaitility.await().until(() -> heir.totals().delivered() == 1);
			leave(4);
			clock.add(Duration.ofMinutes(2));
			push(heir);
			Awaitility.await().until(() -> heir.totals().delivered() == 12);
		}
		assertThat(transport.sentPoints()).containsExactly(1, 1, 1, 2, 3, 4);
		for (int i = 3; i < 6; i++) {
			assertThat(Duration.ofNanos(transport.sent().get(i).at() - transport.sent().get(i - 1).at()))
				.isGreaterThanOrEqualTo(Duration.ofMillis(99));
		}
	}

	private void leave(int batches) throws IOException {
		try (DiskSpool dead = new DiskSpool(this.directory, "dead", new NioSpoolFiles())) {
			for (int i = 1; i <= batches; i++) {
				dead.write(Points.of(i));
			}
		}
	}

	private static void push(DurableSender sender) {
		sender.send(OtlpMetricsSender.Request.builder(Points.of(1).bytes())
			.address(Points.TARGET.address())
			.headers(Map.of())
			.build());
	}

}
