package dev.emp.metrics.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sampler} and its threads.
 */
@Timeout(60)
class SamplerTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	private final Sampler sampler = new Sampler(new Meters(this.registry), INTERVAL);

	private final CountDownLatch never = new CountDownLatch(1);

	private Set<Thread> before = Set.of();

	@BeforeEach
	void noteThreads() {
		this.before = Thread.getAllStackTraces().keySet();
	}

	@AfterEach
	void allThreadsEnd() {
		this.never.countDown();
		this.sampler.close();
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void hasNoThreadWithoutASource() {
		assertThat(threads()).isEmpty();
		TestSource source = source("a");
		this.sampler.add(source);
		awaitUp("a", 1);
		assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
		this.sampler.remove(source);
		Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void readsOnAnotherThread() {
		TestSource source = source("a");
		AtomicReference<Thread> reader = new AtomicReference<>();
		source.behaviour = () -> {
			reader.set(Thread.currentThread());
			return Map.of();
		};
		this.sampler.add(source);
		awaitUp("a", 1);
		assertThat(reader.get()).isNotNull().isNotSameAs(Thread.currentThread());
	}

	@Test
	void usesItsOwnIntervalForASourceThatHasNone() {
		TestSource source = new TestSource("a", null);
		this.sampler.add(source);
		awaitUp("a", 1);
		this.clock.add(INTERVAL);
		Awaitility.await().until(() -> source.reads.get() == 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 501 })
	void aRoundDoesNotForgetASourceThatComesDueMeanwhile(int early) {
		MockClock ticking = new MockClock() {

			@Override
			public long monotonicTime() {
				add(1, TimeUnit.NANOSECONDS);
				return super.monotonicTime();
			}

		};
		TestSource source = source("a");
		MeterRegistry other = new SimpleMeterRegistry(SimpleConfig.DEFAULT, ticking);
		try (Sampler punctual = new Sampler(new Meters(other), INTERVAL)) {
			punctual.add(source);
			Awaitility.await().until(() -> other.find("emp.metrics.source.duration").timers().size() == 1);
			Awaitility.await().until(() -> other.get("emp.metrics.source.duration").timer().count() == 1);
			// as long as this lasts, the thread of the sampler makes no round
			synchronized (punctual) {
				ticking.add(INTERVAL.minusNanos(early));
				long pause = 0;
				while (pause <= Duration.ofMillis(5).toNanos()) {
					pause = punctual.round();
				}
				Awaitility.await().until(() -> source.reads.get() == 2);
			}
		}
	}

	@Test
	void aHangingSourceDelaysNeitherAnotherNorAScrape() throws InterruptedException {
		TestSource hanging = hanging("hanging");
		TestSource other = source("other");
		this.sampler.add(hanging);
		this.sampler.add(other);
		awaitUp("other", 1);
		assertThat(this.registry.scrape()).contains("test_row{row=\"a\",source=\"other\"} 1.0")
			.doesNotContain("source=\"hanging\"} 1.0");
	}

	@Test
	void aSourceThatHangsTooLongIsDownAndInterrupted() {
		CountDownLatch interrupted = new CountDownLatch(1);
		TestSource hanging = source("hanging");
		this.sampler.add(hanging);
		awaitUp("hanging", 1);
		hanging.behaviour = () -> {
			try {
				this.never.await();
			}
			finally {
				interrupted.countDown();
			}
			return Map.of("a", 9.0);
		};
		this.clock.add(INTERVAL);
		Awaitility.await().until(() -> hanging.reads.get() == 2);
		this.clock.add(SourceRuns.DEADLINE);
		Awaitility.await().until(() -> interrupted.getCount() == 0);
		awaitUp("hanging", 0);
		assertThat(this.registry.get("emp.metrics.source.errors").counter().count()).isOne();
		assertThat(this.registry.get(TestSource.METER).gauge().value()).isOne();
	}

	@Test
	void neverReadsASourceTwiceAtOnce() {
		TestSource stubborn = stubborn("stubborn");
		this.sampler.add(stubborn);
		Awaitility.await().until(() -> stubborn.reads.get() == 1);
		this.clock.add(SourceRuns.DEADLINE);
		awaitUp("stubborn", 0);
		for (int i = 0; i < 10; i++) {
			this.clock.add(Duration.ofMinutes(5));
			this.sampler.round();
		}
		TestSource other = source("other");
		this.sampler.add(other);
		awaitUp("other", 1);
		assertThat(stubborn.reads).hasValue(1);
		this.never.countDown();
		Awaitility.await().until(() -> stubborn.reads.get() > 1);
		awaitUp("stubborn", 1);
	}

	@Test
	void dropsAnAnswerThatComesTooLate() {
		TestSource stubborn = stubborn("stubborn");
		this.sampler.add(stubborn);
		Awaitility.await().until(() -> stubborn.reads.get() == 1);
		this.clock.add(SourceRuns.DEADLINE);
		awaitUp("stubborn", 0);
		this.never.countDown();
		Awaitility.await().until(() -> this.registry.get("emp.metrics.source.duration").timer().count() == 1);
		assertThat(this.registry.find(TestSource.METER).gauge()).isNull();
	}

	@Test
	void manyHangingSourcesDoNotStarveOthers() {
		List<TestSource> hanging = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			hanging.add(stubborn("hanging " + i));
			this.sampler.add(hanging.get(i));
		}
		TestSource other = source("other");
		this.sampler.add(other);
		AtomicInteger seconds = new AtomicInteger();
		Awaitility.await().until(() -> {
			this.clock.add(Duration.ofSeconds(1));
			seconds.incrementAndGet();
			this.sampler.round();
			return other.reads.get() > 0;
		});
		assertThat(Duration.ofSeconds(seconds.get())).as("not after the deadline of others")
			.isLessThan(SourceRuns.DEADLINE);
		awaitUp("other", 1);
	}

	@Test
	void aRemovedSourceThatHangsDoesNotTakeTheThreadOfAnother() {
		this.sampler.add(source("stays"));
		for (int i = 0; i < 8; i++) {
			TestSource hanging = stubborn("hanging " + i);
			this.sampler.add(hanging);
			Awaitility.await().until(() -> hanging.reads.get() == 1);
			this.sampler.remove(hanging);
			this.sampler.round();
		}
		this.sampler.add(source("other"));
		awaitUp("other", 1);
	}

	@Test
	void closesAtOnceWhileASourceHangs() {
		TestSource hanging = hanging("hanging");
		AtomicInteger interrupted = new AtomicInteger();
		hanging.behaviour = () -> {
			try {
				this.never.await();
			}
			catch (InterruptedException ex) {
				interrupted.incrementAndGet();
			}
			return Map.of("a", 1.0);
		};
		this.sampler.add(hanging);
		Awaitility.await().until(() -> hanging.reads.get() == 1);
		this.sampler.close();
		Awaitility.await().until(() -> threads().isEmpty());
		assertThat(interrupted).hasValue(1);
		assertThat(this.registry.getMeters()).isEmpty();
		this.sampler.close();
	}

	@Test
	void startsNothingAfterItWasClosed() {
		this.sampler.close();
		this.sampler.add(source("a"));
		assertThat(threads()).isEmpty();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private TestSource source(String name) {
		return new TestSource(name, INTERVAL);
	}

	private TestSource hanging(String name) {
		TestSource source = source(name);
		source.behaviour = () -> {
			this.never.await();
			return Map.of("a", 1.0);
		};
		return source;
	}

	private TestSource stubborn(String name) {
		TestSource source = source(name);
		source.behaviour = () -> {
			while (this.never.getCount() > 0) {
				try {
					this.never.await();
				}
				catch (InterruptedException ex) {
					// it listens to nobody
				}
			}
			return Map.of("a", 1.0);
		};
		return source;
	}

	private void awaitUp(String source, double expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.registry.find("emp.metrics.source.up").tag("source", source).gauges())
				.singleElement()
				.satisfies((gauge) -> assertThat(gauge.value()).isEqualTo(expected)));
	}

	private List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread) && thread.getName().startsWith("emp-metrics-"))
			.toList();
	}

}
