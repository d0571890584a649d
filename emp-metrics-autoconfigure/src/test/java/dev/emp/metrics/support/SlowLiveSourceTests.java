package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
	void areReadInTheBackgroundFromTheSecondSlowReadingOn(CapturedOutput output) {
		slowTwice();
		assertThat(this.readers).isEmpty();
		assertThat(warnings(output)).singleElement().asString().contains("source slow").doesNotContain("isInMemory()");
	}

	@Test
	void areForTheApplicationToChange(CapturedOutput output) {
		this.source.own = false;
		slowTwice();
		assertThat(warnings(output)).singleElement().asString().endsWith("Return false from isInMemory().");
	}

	@Test
	void areNotThoseThatOnePauseHoldsUp(CapturedOutput output) {
		start(Duration.ZERO);
		for (int pause = 0; pause < 2; pause++) {
			this.source.behaviour = () -> take(Duration.ofMillis(1100));
			assertThat(gauge().value()).isOne();
			this.source.behaviour = () -> take(Duration.ZERO);
			assertThat(gauge().value()).isOne();
		}
		this.readers.clear();
		assertThat(gauge().value()).isOne();
		assertThat(this.readers).containsExactly(Thread.currentThread());
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void areNotThoseThatOnePauseHoldsUpInTwoScrapes(CapturedOutput output) throws InterruptedException {
		start(Duration.ZERO);
		CountDownLatch both = new CountDownLatch(2);
		this.source.behaviour = () -> {
			both.countDown();
			both.await();
			return take(Duration.ofMillis(1100));
		};
		Thread other = new Thread(() -> gauge().value());
		other.start();
		gauge().value();
		other.join();
		assertThat(warnings(output)).isEmpty();
	}

	/**
	 * The first time in the background, the second time by a scrape.
	 */
	private void slowTwice() {
		start(Duration.ofMillis(1100));
		assertThat(this.readers).doesNotContain(Thread.currentThread());
		assertThat(gauge().value()).isOne();
		assertThat(this.readers).contains(Thread.currentThread());
		this.readers.clear();
		assertThat(gauge().value()).isOne();
	}

	private void start(Duration time) {
		this.source.live = true;
		this.source.behaviour = () -> take(time);
		this.sampler.add(this.source);
		Awaitility.await().untilAsserted(() -> assertThat(gauge()).isNotNull());
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("WARN")).toList();
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
