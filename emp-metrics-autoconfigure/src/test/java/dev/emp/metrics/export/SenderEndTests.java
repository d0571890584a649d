package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a {@link DurableSender} does at the end, and at the next start.
 */
class SenderEndTests extends AbstractSenderTests {

	@Test
	void endsInTimeWhereTheReceiverHangs(CapturedOutput output) {
		this.transport.otherwise(ScriptedTransport.HANG);
		push(1, 2);
		Awaitility.await().until(() -> this.transport.sent().size() == 1);
		long before = System.nanoTime();
		sender().close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
		assertThat(totals()).isEqualTo(new Totals(Map.of("pushed", 3L), 0, Map.of("shutdown", 3L), 0, Map.of(), 0));
		assertThat(output).contains("3 data points of metrics are lost (shutdown), since they were in memory");
		assertThat(threads()).isZero();
	}

	@Test
	void deliversWhatIsHeldAtTheEnd() {
		AtomicInteger attempts = new AtomicInteger();
		this.transport.otherwise(
				(payload) -> (attempts.incrementAndGet() == 1) ? ScriptedTransport.retry() : ScriptedTransport.ok());
		this.rate = 1;
		push(1, 2, 3);
		sender().close();
		assertThat(totals().delivered()).isEqualTo(6);
	}

	@Test
	void doesNotComeBackEarlierThanTheReceiverAsksAtTheEnd() {
		this.transport.answers(ScriptedTransport.retry().retryAfter(Duration.ofSeconds(30)));
		push(1);
		Awaitility.await().until(() -> this.listener.count("retried http_503") == 1);
		sender().close();
		assertThat(this.transport.sent()).hasSize(1);
		assertThat(totals().dropped()).isEqualTo(Map.of("shutdown", 1L));
	}

	@Test
	void countsWhatIsPushedAfterTheEnd() {
		sender().close();
		push(1);
		assertThat(totals().dropped()).isEqualTo(Map.of("shutdown", 1L));
		assertThat(this.transport.sent()).isEmpty();
	}

	@Test
	void keepsWhatIsOnTheDiskForTheNextStart(@TempDir Path directory, CapturedOutput output) {
		this.spool = spool(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.retry());
		push(1, 2);
		sender().close();
		assertThat(totals().held()).isEqualTo(3);
		assertThat(output).contains("3 data points of metrics stay on the disk until the next start");
		this.spool = spool(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		this.sender = create();
		push(4);
		untilEmpty();
		assertThat(this.transport.sentPoints()).endsWith(1, 2, 4);
		assertThat(totals()).isEqualTo(new Totals(Map.of("pushed", 4L, "restored", 3L), 7, Map.of(), 0, Map.of(), 0));
	}

	@Test
	void deliversWhatADeadProcessLeftBeforeTheFirstPush(@TempDir Path directory) {
		this.spool = spool(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.retry());
		push(1);
		sender().close();
		this.spool = spool(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		this.sender = create();
		this.sender.startIfDurable();
		assertThat(threads()).as("nobody has said where to").isZero();
		this.configured = new Target(Points.TARGET.address(), Map.of("Authorization", "Bearer new"));
		this.sender.startIfDurable();
		Awaitility.await().until(() -> totals().delivered() == 1);
		assertThat(this.transport.sent().get(this.transport.sent().size() - 1).target()).isEqualTo(this.configured);
	}

	@Test
	void hasNoThreadBeforeTheFirstPush() {
		sender();
		assertThat(threads()).isZero();
	}

	@Test
	void readsAFileAgainThatCouldNotBeRead(@TempDir Path directory) throws IOException {
		Path file = hide(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		Awaitility.await().until(() -> this.listener.count("retried unreadable") > 0);
		Files.delete(file);
		Files.move(directory.resolve("hidden"), file);
		untilEmpty();
		assertThat(totals().delivered()).isEqualTo(3);
	}

	@Test
	void aFileThatCanNeverBeReadDoesNotBlockTheNext(@TempDir Path directory) {
		hide(directory);
		this.transport.otherwise((payload) -> ScriptedTransport.ok());
		untilEmpty();
		assertThat(totals().corrupt()).isEqualTo(Map.of("unreadable", 1L));
		assertThat(totals().delivered()).isEqualTo(2);
	}

	/**
	 * Replaces the file of the first batch with a directory, which cannot be read as a
	 * file. This happens while the batch is being sent, so that the next attempt fails.
	 */
	private Path hide(Path directory) {
		CompletableFuture<Path> hidden = new CompletableFuture<>();
		this.retryDelay = Duration.ofMillis(200);
		this.spool = spool(directory);
		this.transport.otherwise((payload) -> {
			if (!hidden.isDone()) {
				hide(directory, hidden);
			}
			return ScriptedTransport.retry();
		});
		push(1);
		Path first = hidden.join();
		push(2);
		return first;
	}

	private static void hide(Path directory, CompletableFuture<Path> hidden) {
		try (Stream<Path> files = Files.walk(directory)) {
			Path first = files.filter((file) -> file.toString().endsWith(".batch")).findFirst().orElseThrow();
			Files.move(first, directory.resolve("hidden"));
			Files.createDirectory(first);
			hidden.complete(first);
		}
		catch (IOException | RuntimeException ex) {
			hidden.completeExceptionally(ex);
		}
	}

}
