package dev.emp.metrics.process;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import dev.emp.metrics.support.Guarded;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessReader}.
 */
class ProcessReaderTests {

	private final MockClock clock = new MockClock();

	private final AtomicInteger failures = new AtomicInteger();

	private final Guarded guard = new Guarded("test", "Nothing.", this.failures::incrementAndGet);

	@Test
	void readsTheMemoryOfTheJvm() {
		ProcessReading reading = new ProcessReader(new UnknownProcess(), this.guard, this.clock).read();
		assertThat(reading.heap()).isPositive().isLessThanOrEqualTo(reading.heapTotal());
		assertThat(reading.heapTotal()).isLessThanOrEqualTo((double) Runtime.getRuntime().maxMemory());
		assertThat(reading.nonheap()).isPositive();
		assertThat(reading.rss()).isNaN();
	}

	@Test
	void utilizationIsOfTheTimeSinceTheLastReading() {
		ProcessReader reader = new ProcessReader(new UnknownProcess(), this.guard, this.clock);
		assertThat(reader.read().cpuUtilization()).as("nothing to compare with").isNaN();
		assertThat(reader.read().cpuUtilization()).as("no time has passed").isNaN();
		burn();
		this.clock.add(Duration.ofHours(1));
		assertThat(reader.read().cpuUtilization()).isBetween(0.0, 0.001);
		burn();
		this.clock.add(Duration.ofNanos(1));
		assertThat(reader.read().cpuUtilization()).as("never more than all").isOne();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void readsDescriptors() {
		assertThat(new ProcessReader(new UnknownProcess(), this.guard, this.clock).read().descriptors()).isPositive();
	}

	@Test
	void goesOnWithoutTheOperatingSystem() {
		ProcessReading reading = new ProcessReader(new UnknownProcess() {

			@Override
			public void refresh() {
				throw new UnsatisfiedLinkError("no native library");
			}

			@Override
			public double rss() {
				return 1;
			}

		}, this.guard, this.clock).read();
		assertThat(reading.rss()).isNaN();
		assertThat(reading.threads()).isNaN();
		assertThat(reading.heap()).isPositive();
		assertThat(this.failures).hasValue(1);
	}

	private static void burn() {
		long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin < 20_000_000) {
			Thread.onSpinWait();
		}
	}

}
