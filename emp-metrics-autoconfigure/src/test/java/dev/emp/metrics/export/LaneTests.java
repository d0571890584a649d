package dev.emp.metrics.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a {@link DurableSender} that delivers to more than one destination.
 */
class LaneTests extends AbstractDeliveryTests {

	private final FaultyReceiver other = FaultyReceiver.start();

	@AfterEach
	void stopOther() {
		this.other.stop();
	}

	@Test
	void anAddressThatIsDownHoldsNothingUpForAnother() {
		DurableSender sender = sender();
		this.receiver.stop();
		push(sender, "down1", 1);
		pushOther(sender, "up1", 2);
		push(sender, "down2", 3);
		pushOther(sender, "up2", 4);
		untilHeldIs(sender, 4);
		assertThat(storedBatches(this.other)).containsExactly("up1", "up2");
		this.receiver.restart();
		untilHeldIs(sender, 0);
		assertThat(storedBatches()).containsExactly("down1", "down2");
		assertThat(storedBatches(this.other)).containsExactly("up1", "up2");
		assertThat(totals(sender)).isEqualTo(new Totals(Map.of("pushed", 10L), 10, Map.of(), 0, Map.of(), 0));
	}

	@Test
	void eachOfTwoRegistriesReachesItsOwnAddress() {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(Fault.hang());
		List<OtlpMeterRegistry> registries = List.of(registry(sender, this.receiver), registry(sender, this.other));
		registries.forEach((registry) -> registry.counter("jobs").increment());
		registries.forEach(OtlpMeterRegistry::close);
		Awaitility.await().until(() -> this.other.stored().size() == 1);
		assertThat(this.other.stored().get(0).pointsPerMetric()).isEqualTo(Map.of("jobs", 1));
	}

	@Test
	void aDatasetThatIsRefusedATokenHoldsNothingUpForAnother() {
		DurableSender sender = sender();
		this.other.answers(Fault.status(401, "Retry-After: 300"));
		pushOther(sender, Map.of("Dash0-Dataset", "prod"), "prod", 1);
		Awaitility.await().until(() -> this.listener.count("retried http_401") == 1);
		pushOther(sender, Map.of("Dash0-Dataset", "staging"), "staging", 2);
		untilHeldIs(sender, 1);
		assertThat(storedBatches(this.other)).containsExactly("staging");
	}

	@Test
	void whatWasLeftBehindGoesWhereItWasMeantToGo(@TempDir Path directory) {
		this.receiver.stop();
		this.other.stop();
		DurableSender first = sender(directory);
		push(first, "a", 1);
		pushOther(first, "b", 2);
		first.close();
		assertThat(totals(first).held()).isEqualTo(3);
		this.receiver.restart();
		this.other.restart();
		DurableSender second = sender(directory);
		pushOther(second, "c", 3);
		untilHeldIs(second, 0);
		assertThat(storedBatches(this.other)).containsExactly("b", "c");
		assertThat(storedBatches()).as("nothing goes there yet").isEmpty();
		push(second, "d", 4);
		untilHeldIs(second, 0);
		assertThat(storedBatches()).containsExactly("a", "d");
		assertThat(storedBatches(this.other)).containsExactly("b", "c");
	}

	@Test
	void tellsHowItGoesWhereItGoesWorst() {
		DurableSender sender = sender();
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.IDLE);
		pushOther(sender, "up", 1);
		untilHeldIs(sender, 0);
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.DELIVERING);
		assertThat(sender.picture().address()).isEqualTo(this.other.url());
		this.receiver.answersOtherwise(Fault.status(503));
		push(sender, "down", 2);
		Awaitility.await().until(() -> sender.picture().state() == DeliveryStatus.State.RETRYING);
		pushOther(sender, "up", 3);
		untilHeldIs(sender, 2);
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.RETRYING);
		assertThat(sender.picture().address()).contains(":" + this.receiver.port() + "/");
		assertThat(sender.held().points()).isEqualTo(2);
		assertThat(sender.held().batches()).isEqualTo(1);
		assertThat(sender.held().bytes()).isPositive();
		assertThat(sender.held().oldestAgeSeconds()).isPositive();
	}

	@Test
	void endsInTheTimeOfOneWhereAllHang() {
		this.receiver.answersOtherwise(Fault.hang());
		this.other.answersOtherwise(Fault.hang());
		DurableSender sender = sender();
		push(sender, "a", 1);
		for (String dataset : List.of("b", "c", "d", "e")) {
			pushOther(sender, Map.of("Dash0-Dataset", dataset), dataset, 1);
		}
		Awaitility.await().until(() -> this.receiver.requests().size() + this.other.requests().size() == 5);
		long before = System.nanoTime();
		sender.close();
		// 0.5 s to deliver and 0.5 s to see the interrupt, five times if one after the
		// other
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
		assertThat(totals(sender).dropped()).isEqualTo(Map.of("shutdown", 5L));
	}

	private void pushOther(DurableSender sender, String name, int points) {
		pushOther(sender, Map.of(), name, points);
	}

	private void pushOther(DurableSender sender, Map<String, String> headers, String name, int points) {
		push(sender, this.other.url(), headers, name, points);
	}

	private static OtlpMeterRegistry registry(DurableSender sender, FaultyReceiver receiver) {
		OtlpConfig config = (key) -> switch (key) {
			case "otlp.url" -> receiver.url();
			case "otlp.step" -> "1h";
			default -> null;
		};
		return OtlpMeterRegistry.builder(config).clock(Clock.SYSTEM).metricsSender(sender).build();
	}

}
