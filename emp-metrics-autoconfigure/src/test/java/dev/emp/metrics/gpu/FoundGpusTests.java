package dev.emp.metrics.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FoundGpus}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FoundGpusTests {

	private final AtomicBoolean trace = new AtomicBoolean(true);

	private final List<String> made = new ArrayList<>();

	private final List<String> closed = new ArrayList<>();

	private Callable<List<GpuReading>> best = () -> gpus(2);

	private Callable<List<GpuReading>> second = () -> gpus(1);

	private final FoundGpus found = new FoundGpus(
			List.of(new FoundGpus.Candidate(this.trace::get, () -> reader("best", () -> this.best.call())),
					new FoundGpus.Candidate(this.trace::get, () -> reader("second", () -> this.second.call())),
					new FoundGpus.Candidate(() -> false, () -> reader("third", () -> gpus(3)))));

	@Test
	void makesNothingAndSaysNothingWithoutATrace(CapturedOutput output) throws Exception {
		this.trace.set(false);
		assertThat(this.found.read()).isEmpty();
		assertThat(this.found.read()).isEmpty();
		assertThat(this.made).isEmpty();
		assertThat(output.getOut()).doesNotContain("GPU");
	}

	@Test
	void choosesTheBestAndSaysItOnce(CapturedOutput output) throws Exception {
		assertThat(this.found.read()).hasSize(2);
		assertThat(this.found.read()).hasSize(2);
		assertThat(this.made).containsExactly("best");
		assertThat(said(output)).singleElement().asString().contains("INFO", "GPUs are read by best: 2.");
	}

	@Test
	void aGpuThatComesLaterIsFound() throws Exception {
		this.trace.set(false);
		this.found.read();
		this.trace.set(true);
		assertThat(this.found.read()).hasSize(2);
	}

	@Test
	void takesTheSecondWhereTheBestFailsAndSaysWhy(CapturedOutput output) throws Exception {
		this.best = () -> {
			throw new GpuException("no library. Install it.");
		};
		assertThat(this.found.read()).hasSize(1);
		assertThat(this.found.read()).hasSize(1);
		assertThat(this.made).containsExactly("best", "second");
		assertThat(this.closed).containsExactly("best");
		assertThat(said(output)).singleElement()
			.asString()
			.contains("WARN", "second: 1.", "best: no library. Install it.");
	}

	@Test
	void takesALinkageErrorForAFailure() throws Exception {
		this.best = () -> {
			throw new NoClassDefFoundError("com/sun/jna/Native");
		};
		assertThat(this.found.read()).hasSize(1);
	}

	@Test
	void namesEachCauseWhereNothingWorks() {
		this.best = () -> {
			throw new GpuException("no library. Install it.");
		};
		this.second = () -> {
			throw new GpuException("no program. Name it.");
		};
		assertThatExceptionOfType(GpuException.class).isThrownBy(this.found::read)
			.withMessageContaining("best: no library. Install it.")
			.withMessageContaining("second: no program. Name it.");
		assertThat(this.closed).containsExactly("best", "second");
	}

	@Test
	void looksAgainAfterWhatWasChosenHasFailed(CapturedOutput output) throws Exception {
		this.found.read();
		Callable<List<GpuReading>> works = this.best;
		this.best = () -> {
			throw new GpuException("driver gone");
		};
		assertThatExceptionOfType(GpuException.class).isThrownBy(this.found::read).withMessage("driver gone");
		assertThat(this.closed).containsExactly("best");
		this.best = works;
		assertThat(this.found.read()).hasSize(2);
		assertThat(said(output)).hasSize(1);
	}

	@Test
	void aDriverThatIsGoneIsAFailure() throws Exception {
		this.found.read();
		this.found.close();
		this.trace.set(false);
		assertThatExceptionOfType(GpuException.class).isThrownBy(this.found::read)
			.withMessageContaining("driver of the GPUs is gone");
	}

	@Test
	void asksNobodyElseOnceItIsInterrupted() {
		this.best = () -> {
			throw new InterruptedException();
		};
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.found::read);
		assertThat(this.made).containsExactly("best");
	}

	private GpuReader reader(String name, Callable<List<GpuReading>> behaviour) {
		this.made.add(name);
		return new GpuReader() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public List<GpuReading> read() throws Exception {
				return behaviour.call();
			}

			@Override
			public void close() {
				FoundGpusTests.this.closed.add(name);
			}

		};
	}

	private static List<GpuReading> gpus(int count) {
		List<GpuReading> readings = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			GpuValues values = new GpuValues();
			values.put(GpuValue.UTILIZATION, 10 * i);
			readings.add(values.reading(new GpuIdentity(String.valueOf(i), "GPU-" + i, "A GPU", "1")));
		}
		return readings;
	}

	private static List<String> said(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("GPUs are read by")).toList();
	}

}
