package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.sample.component.FlappingReceiver.Mood;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workers with a spool that are killed again and again while the receiver comes
 * and goes. The seed is the system property {@code emp.test.seed}.
 */
class KilledWorkersComponentTests {

	private static final int KILLS = Integer.getInteger("emp.test.kills", 50);

	private static final String LOG = "workers.log";

	private static final long STEP = 200;

	private static final long LONGEST_LIFE = 4000;

	private static final long LONGEST_MOOD = 1500;

	private final long seed = Long.getLong("emp.test.seed", System.nanoTime());

	@TempDir
	private Path folder;

	@Test
	void killingLosesAtMostWhatOneStepCounted() throws Exception {
		System.out.println("Killed workers: -Demp.test.seed=" + this.seed);
		Random random = new Random(this.seed);
		try (FlappingReceiver receiver = new FlappingReceiver(CountingWorker.COUNTER)) {
			ScheduledExecutorService moods = Executors.newSingleThreadScheduledExecutor();
			changeMood(moods, receiver, new Random(this.seed + 1));
			List<Life> lives = new ArrayList<>();
			for (int i = 0; i < KILLS; i++) {
				lives.add(liveAndDie(receiver, "life-" + i, random.nextLong(LONGEST_LIFE)));
			}
			moods.shutdownNow();
			assertThat(moods.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
			receiver.become(Mood.ACCEPTS);
			liveOn(receiver, lives);
			assertTruth(receiver, lives);
		}
	}

	// a mood that cannot be taken ends the changes, and shows as a receiver that stays as
	// it is
	@SuppressWarnings("FutureReturnValueIgnored")
	private void changeMood(ScheduledExecutorService moods, FlappingReceiver receiver, Random random) {
		Mood[] all = Mood.values();
		moods.schedule(() -> {
			receiver.become(all[random.nextInt(all.length)]);
			changeMood(moods, receiver, random);
			return null;
		}, random.nextLong(LONGEST_MOOD), TimeUnit.MILLISECONDS);
	}

	private Life liveAndDie(FlappingReceiver receiver, String name, long millis) throws Exception {
		Process process = start(receiver, name, 0);
		boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
		long killed = System.currentTimeMillis();
		process.destroyForcibly().waitFor();
		assertThat(ended).as(() -> name + " ended by itself: " + log()).isFalse();
		return new Life(name, killed, Truth.read(truth(name)));
	}

	/**
	 * One more worker, which is not killed and finds what the others left.
	 */
	private void liveOn(FlappingReceiver receiver, List<Life> lives) throws Exception {
		Process process = start(receiver, "heir", 3000);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
		assertThat(process.exitValue()).isZero();
		lives.add(new Life("heir", Long.MAX_VALUE, Truth.read(truth("heir"))));
	}

	private static void assertTruth(FlappingReceiver receiver, List<Life> lives) {
		Map<String, List<NumberDataPoint>> points = receiver.points();
		long counted = 0;
		long delivered = 0;
		long atRisk = 0;
		for (Life life : lives) {
			List<NumberDataPoint> ofLife = points.getOrDefault(life.name(), List.of());
			assertThat(ofLife).as(life.name()).extracting(NumberDataPoint::getTimeUnixNano).isSorted();
			long last = ofLife.isEmpty() ? 0 : (long) ofLife.get(ofLife.size() - 1).getAsDouble();
			assertThat(last).as(life.name()).isBetween(life.countedBefore(2 * STEP), (long) life.times().size());
			counted += life.times().size();
			delivered += last;
			atRisk += life.times().size() - life.countedBefore(STEP);
		}
		System.out.printf("Killed workers: counted %d, delivered %d, counted in the last step of each %d%n", counted,
				delivered, atRisk);
		assertThat(delivered).isBetween(counted - atRisk, counted).isPositive();
	}

	private Process start(FlappingReceiver receiver, String name, long millis) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
						CountingWorker.class.getName(), truth(name).toString(), Long.toString(millis)));
		command.addAll(List.of("--emp.metrics.identity.instance-id=" + name,
				"--management.otlp.metrics.export.step=" + STEP + "ms",
				"--emp.metrics.export.spool.directory=" + this.folder.resolve("spool"),
				"--emp.metrics.export.retry.delay=100ms", "--emp.metrics.export.retry.max-delay=500ms",
				"--emp.metrics.export.drain-rate=1000", "--management.otlp.metrics.export.url=" + receiver.url(),
				"--management.otlp.metrics.export.connect-timeout=200ms",
				"--management.otlp.metrics.export.read-timeout=500ms", "--management.metrics.enable.all=false",
				"--management.metrics.enable." + CountingWorker.COUNTER + "=true"));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve(LOG).toFile()));
		builder.environment().keySet().removeIf((key) -> key.startsWith("OTEL_") || key.startsWith("MANAGEMENT_"));
		return builder.start();
	}

	private String log() {
		try {
			return Files.readString(this.folder.resolve(LOG));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path truth(String name) {
		return this.folder.resolve(name + ".truth");
	}

	/**
	 * A worker that was killed.
	 *
	 * @param name its instance
	 * @param killed when, in milliseconds
	 * @param times when it counted
	 */
	private record Life(String name, long killed, List<Long> times) {

		long countedBefore(long millis) {
			return this.times.stream().filter((time) -> time < this.killed - millis).count();
		}

	}

}
