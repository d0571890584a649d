package dev.emp.metrics.support;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sources that promise to take no time, and take some.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlowLiveSourceTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Sampler sampler = new Sampler(new Meters(this.registry), Duration.ofSeconds(30));

	private final TestSource source = new TestSource("slow", null);

	private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

	@AfterEach
	void close() {
		this.sampler.close();
	}

	@Test
	void areReadInTheBackgroundFromTheFirstReadingOn(CapturedOutput output) {
		this.source.live = true;
		this.source.behaviour = () -> take(Duration.ofMillis(1100));
		this.sampler.add(this.source);
		Awaitility.await().untilAsserted(() -> assertThat(gauge()).isNotNull());
		assertThat(gauge().value()).isOne();
		assertThat(this.readers).doesNotContain(Thread.currentThread());
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("source slow", "isInMemory()");
	}

	@Test
	void holdUpOneScrapeAtMost() {
		this.source.live = true;
		this.source.behaviour = () -> take(Duration.ZERO);
		this.sampler.add(this.source);
		Awaitility.await().untilAsserted(() -> assertThat(gauge()).isNotNull());
		assertThat(gauge().value()).isOne();
		assertThat(this.readers).contains(Thread.currentThread());
		this.source.behaviour = () -> take(Duration.ofMillis(1100));
		assertThat(gauge().value()).isOne();
		this.readers.clear();
		assertThat(gauge().value()).isOne();
		assertThat(this.readers).isEmpty();
	}

	private Map<String, Double> take(Duration time) {
		this.readers.add(Thread.currentThread());
		long end = System.nanoTime() + time.toNanos();
		while (end - System.nanoTime() > 0) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return Map.of("a", 1.0);
	}

	@SuppressWarnings("NullAway") // asserted to be there
	private Gauge gauge() {
		return this.registry.find(TestSource.METER).gauge();
	}

}
