package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

import dev.emp.metrics.sample.load.RecordingHandler.Outcome;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.ManualClock;
import dev.emp.metrics.sample.queue.ManualWorkers;
import dev.emp.metrics.sample.queue.Priority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoadDriver}.
 */
class LoadDriverTests {

	private static final Duration TICK = Duration.ofMillis(250);

	private final ManualClock clock = new ManualClock();

	private final Inputs inputs = new Inputs();

	private final List<Outcome> outcomes = new ArrayList<>();

	@AfterEach
	void close() throws IOException {
		this.inputs.close();
	}

	@Test
	void mixesTypesPrioritiesAndSizes() throws IOException {
		run(4, 0, 60);
		assertThat(this.outcomes).allMatch(Outcome::done);
		assertThat(this.outcomes).extracting((outcome) -> outcome.job().type()).contains(JobType.values());
		assertThat(this.outcomes).extracting((outcome) -> outcome.job().priority()).contains(Priority.values());
		assertThat(this.outcomes.stream().map((outcome) -> outcome.job().size()).distinct()).hasSizeGreaterThan(20);
	}

	@Test
	void someJobsFailForGoodAndSomeUntilAnotherAttempt() throws IOException {
		run(4, 1, 80);
		assertThat(this.outcomes).anyMatch((outcome) -> !outcome.done() && isLast(outcome.job(), 1));
		assertThat(this.outcomes).anyMatch((outcome) -> !outcome.done() && isLast(outcome.job(), 3));
		assertThat(this.outcomes).anyMatch((outcome) -> outcome.done() && outcome.job().attempt() > 1);
		assertThat(this.outcomes).noneMatch((outcome) -> outcome.done() && outcome.job().maxAttempts() == 1);
	}

	@Test
	void leavesNoLateFilesBehind() throws IOException {
		run(4, 1, 80);
		try (Stream<Path> files = Files.list(this.inputs.directory())) {
			assertThat(files).hasSize(this.inputs.images().size() + this.inputs.texts().size() + 1);
		}
	}

	@Test
	void anIncidentKeepsTheQueueFull() throws IOException {
		ManualWorkers workers = new ManualWorkers(50, this.clock, List.of());
		LoadDriver driver = driver(workers, TestLoad.properties(0, 0));
		driver.step();
		assertThat(workers.queue().size()).isZero();
		this.clock.advance(Duration.ofSeconds(60));
		driver.step();
		assertThat(workers.queue().size()).isEqualTo(50);
		workers.work();
		this.clock.advance(Duration.ofSeconds(19));
		driver.step();
		assertThat(workers.queue().size()).isEqualTo(50);
	}

	@Test
	void theQueueDrainsAfterAnIncident() throws IOException {
		ManualWorkers workers = new ManualWorkers(50, this.clock, List.of());
		LoadDriver driver = driver(workers, TestLoad.properties(0, 0));
		this.clock.advance(Duration.ofSeconds(80));
		driver.step();
		assertThat(workers.queue().size()).isZero();
	}

	private void run(double rate, double troubleShare, int steps) throws IOException {
		new ApplicationContextRunner().withUserConfiguration(Handlers.class).run((context) -> {
			List<RecordingHandler> handlers = context.getBeansOfType(JobHandler.class)
				.values()
				.stream()
				.map((handler) -> new RecordingHandler(handler, this.outcomes))
				.toList();
			ManualWorkers workers = new ManualWorkers(100, this.clock, handlers);
			LoadDriver driver = driver(workers, TestLoad.properties(rate, troubleShare));
			for (int i = 0; i < steps; i++) {
				driver.step();
				workers.work();
				this.clock.advance(TICK);
			}
			this.clock.advance(Duration.ofSeconds(10));
			workers.work();
			this.clock.advance(Duration.ofSeconds(10));
			workers.work();
		});
	}

	private LoadDriver driver(ManualWorkers workers, LoadProperties properties) {
		RandomGenerator random = new SplittableRandom(42);
		LateFiles lateFiles = new LateFiles(this.inputs.directory());
		Trouble trouble = new Trouble(this.inputs, lateFiles, this.clock, random);
		JobMix mix = new JobMix(this.inputs, trouble, properties.troubleShare(), random);
		return new LoadDriver(workers.queue(), new Traffic(properties, random), mix, lateFiles, this.clock);
	}

	private static boolean isLast(Job job, int attempt) {
		return job.attempt() == attempt && job.maxAttempts() == attempt;
	}

	/**
	 * The handlers of the application.
	 */
	@ComponentScan("dev.emp.metrics.sample.work")
	@ConfigurationPropertiesScan("dev.emp.metrics.sample.work")
	static class Handlers {

	}

}
