package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of data points under each fault of a receiver.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryFaultTests extends AbstractDeliveryTests {

	private static final long ALL = 1 + 2 + 3 + 4 + 5;

	static Stream<Passing> passing() {
		return Stream.of(new Passing("429", () -> Fault.status(429)), new Passing("502", () -> Fault.status(502)),
				new Passing("503", () -> Fault.status(503)), new Passing("504", () -> Fault.status(504)),
				new Passing("401", () -> Fault.status(401)), new Passing("403", () -> Fault.status(403)),
				new Passing("Retry-After: 0", () -> Fault.retryAfter(503, "0")),
				new Passing("Retry-After: -1", () -> Fault.retryAfter(503, "-1")),
				new Passing("Retry-After: junk", () -> Fault.retryAfter(429, "soon")),
				new Passing("Retry-After in the past", () -> Fault.retryAfter(503, "Mon, 02 Jan 2006 15:04:05 GMT")),
				new Passing("hang", Fault::hang), new Passing("hang after headers", () -> Fault.hangAfterHeaders(200)),
				new Passing("slow drip", () -> Fault.slowDrip(200)),
				new Passing("reset mid-request", Fault::resetMidRequest),
				new Passing("reset mid-answer", Fault::resetMidAnswer),
				new Passing("stored but acknowledgement lost", Fault::storedButAckLost),
				new Passing("garbage", Fault::garbage), new Passing("endless answer", Fault::endlessAnswer));
	}

	@ParameterizedTest
	@MethodSource("passing")
	void whatPassesLosesNothingAndKeepsTheOrder(Passing fault, CapturedOutput output) {
		this.deadline = fault.deadline();
		DurableSender sender = sender();
		this.receiver.answers(Fault.ok(), fault.fault().get(), fault.fault().get(), Fault.ok(), fault.fault().get());
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender)).isEqualTo(new Totals(Map.of("pushed", ALL), ALL, Map.of(), 0, Map.of(), 0));
		assertThat(storedBatches()).containsExactly("b1", "b2", "b3", "b4", "b5");
		assertThat(output).doesNotContain(TOKEN);
	}

	@ParameterizedTest
	@MethodSource("passing")
	void whatDoesNotPassHoldsEverything(Passing fault, CapturedOutput output) {
		this.deadline = fault.deadline();
		DurableSender sender = sender();
		this.receiver.answersOtherwise(fault.fault().get());
		pushFive(sender);
		if (fault.name().equals("endless answer")) {
			// has a status and as much of a body as is read
			untilHeldIs(sender, 0);
			return;
		}
		Awaitility.await().until(() -> retries() >= 2);
		assertThat(totals(sender)).isEqualTo(new Totals(Map.of("pushed", ALL), 0, Map.of(), 0, Map.of(), ALL));
		assertThat(output).containsOnlyOnce("Metrics are held").doesNotContain(TOKEN);
	}

	static Stream<Refusing> refusing() {
		return Stream.of(400, 404, 405, 415, 422, 500, 501, 301, 302, 307, 308)
			.map((status) -> new Refusing("http_" + status, Fault.status(status, "Location: http://localhost:1/")));
	}

	@ParameterizedTest
	@MethodSource("refusing")
	void whatIsRefusedIsLostAloneAndCounted(Refusing fault, CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answers(Fault.ok(), fault.fault(), Fault.ok(), fault.fault());
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender))
			.isEqualTo(new Totals(Map.of("pushed", ALL), 1 + 3 + 5, Map.of(fault.reason(), 2L + 4L), 0, Map.of(), 0));
		assertThat(storedBatches()).containsExactly("b1", "b3", "b5");
		assertThat(output).containsOnlyOnce("data points of metrics are lost").doesNotContain(TOKEN);
	}

	@Test
	void whatIsTooLargeIsSplit() {
		DurableSender sender = sender();
		this.receiver.answers(Fault.ok(), Fault.status(413), Fault.status(413));
		pushFive(sender);
		untilHeldIs(sender, 0);
		// b2 in halves, of which the first is one metric and too large
		assertThat(totals(sender))
			.isEqualTo(new Totals(Map.of("pushed", ALL), ALL - 1, Map.of("too_large", 1L), 0, Map.of(), 0));
		assertThat(storedBatches()).containsExactly("b1", "b2", "b3", "b4", "b5");
	}

	@Test
	void whatAReceiverRejectsOfABatchIsCounted(CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answers(Fault.ok(), Fault.ok(), Fault.partialSuccess(2, "too old"),
				Fault.partialSuccess(-7, "nonsense"), Fault.partialSuccess(1_000_000, "more than there are"));
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender))
			.isEqualTo(new Totals(Map.of("pushed", ALL), 1 + 2 + 1 + 4, Map.of(), 2 + 5, Map.of(), 0));
		assertThat(output).contains("rejected 2 of 3 data points", "too old").doesNotContain(TOKEN);
	}

	@Test
	void whatAProxyAnswersInPlaceOfAReceiverIsSaidOnce(CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(Fault.html());
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender).delivered()).isEqualTo(ALL);
		assertThat(output).containsOnlyOnce("something that is no OTLP");
	}

	@Test
	void aReceiverThatIsNotThereYetGetsEverything() {
		this.receiver.stop();
		DurableSender sender = sender();
		pushFive(sender);
		Awaitility.await().until(() -> retries() >= 2);
		assertThat(totals(sender).held()).isEqualTo(ALL);
		this.receiver.restart();
		untilHeldIs(sender, 0);
		assertThat(storedBatches()).containsExactly("b1", "b2", "b3", "b4", "b5");
	}

	@Test
	void aReceiverThatIsGoneAtTheEndGetsEverythingAtTheNextStart(@TempDir Path directory) {
		DurableSender first = sender(directory);
		push(first, "b1", 1);
		untilHeldIs(first, 0);
		this.receiver.stop();
		push(first, "b2", 2);
		push(first, "b3", 3);
		first.close();
		assertThat(totals(first)).isEqualTo(new Totals(Map.of("pushed", 6L), 1, Map.of(), 0, Map.of(), 5));
		this.receiver.restart();
		DurableSender second = sender(directory);
		push(second, "b4", 4);
		untilHeldIs(second, 0);
		assertThat(totals(second))
			.isEqualTo(new Totals(Map.of("pushed", 4L, "restored", 5L), 9, Map.of(), 0, Map.of(), 0));
		assertThat(storedBatches()).containsExactly("b1", "b2", "b3", "b4");
	}

	@Test
	void nothingOfTheRequestIsInAFileButItsBody(@TempDir Path directory) throws Exception {
		this.receiver.answersOtherwise(Fault.status(503));
		DurableSender sender = sender(directory);
		pushFive(sender);
		try (Stream<Path> files = Files.walk(directory)) {
			List<Path> all = files.filter(Files::isRegularFile).toList();
			assertThat(all).hasSize(6);
			assertThat(all).allSatisfy((file) -> assertThat(file.toString() + Arrays.toString(Files.readAllBytes(file)))
				.doesNotContain(TOKEN)
				.doesNotContain(Arrays.toString(TOKEN.getBytes(StandardCharsets.US_ASCII)).substring(1, 30)));
		}
	}

	private long retries() {
		return this.listener.counts()
			.entrySet()
			.stream()
			.filter((count) -> count.getKey().startsWith("retried"))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/**
	 * A fault that does not last.
	 *
	 * @param name what it is
	 * @param fault makes it
	 */
	record Passing(String name, Supplier<Fault> fault) {

		private Duration deadline() {
			boolean endless = this.name.startsWith("hang") || this.name.equals("slow drip");
			return endless ? Duration.ofMillis(1500) : Duration.ofSeconds(10);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * A fault that concerns one batch.
	 *
	 * @param reason why the batch is lost
	 * @param fault the fault
	 */
	record Refusing(String reason, Fault fault) {

		@Override
		public String toString() {
			return this.reason;
		}

	}

}
