package dev.emp.metrics.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampledProbes}, whose probes are the names of their sources.
 */
@Timeout(60)
class SampledProbesTests {

	private final Meters meters = new Meters(new SimpleMeterRegistry());

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch answer = new CountDownLatch(1);

	@Test
	void aProbeThatIsAskedForItsNamesHoldsUpNoOther() throws InterruptedException {
		try (Sampler sampler = new Sampler(this.meters, Duration.ofSeconds(30))) {
			SampledProbes<String> probes = new SampledProbes<>(String.class, this.meters, sampler, this::source,
					(names) -> {
					});
			Thread slow = new Thread(() -> probes.add("slow", false));
			slow.start();
			this.asked.await();
			Thread quick = new Thread(() -> probes.add("quick", false));
			quick.start();
			quick.join(TimeUnit.SECONDS.toMillis(10));
			assertThat(quick.isAlive()).isFalse();
			this.answer.countDown();
			slow.join();
			assertThat(probes.add("slow", false)).isFalse();
		}
		finally {
			this.answer.countDown();
		}
	}

	private SampledSource<?> source(String probe) {
		if (probe.equals("slow")) {
			this.asked.countDown();
			try {
				this.answer.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return new TestSource(probe, null);
	}

}
