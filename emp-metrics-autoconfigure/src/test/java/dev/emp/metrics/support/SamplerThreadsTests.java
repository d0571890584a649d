package dev.emp.metrics.support;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the threads of a {@link Sampler} keep and survive.
 */
class SamplerThreadsTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final Sampler sampler = new Sampler(new Meters(this.registry), INTERVAL);

	private final AtomicBoolean broken = new AtomicBoolean();

	@AfterEach
	void close() {
		this.broken.set(false);
		this.sampler.close();
	}

	@Test
	void haveNoThreadLocalOfWhoCameFirst() {
		InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
		TestSource source = new TestSource("a", INTERVAL);
		AtomicReference<@Nullable String> seen = new AtomicReference<>("nothing yet");
		source.behaviour = () -> {
			seen.set(tenant.get());
			return Map.of();
		};
		tenant.set("acme");
		try {
			this.sampler.add(source);
			Awaitility.await().until(() -> source.reads.get() == 1 && !"nothing yet".equals(seen.get()));
		}
		finally {
			tenant.remove();
		}
		assertThat(seen.get()).isNull();
	}

	@Test
	void goOnAfterARoundThatFailed() {
		CountDownLatch failed = new CountDownLatch(1);
		TestSource bad = new TestSource("bad", INTERVAL) {

			@Override
			public String name() {
				if (SamplerThreadsTests.this.broken.get()) {
					failed.countDown();
					throw new IllegalStateException("no name any more");
				}
				return super.name();
			}

		};
		this.sampler.add(bad);
		Awaitility.await().until(() -> this.registry.find(TestSource.METER).gauge() != null);
		this.registry.config().onMeterRemoved((meter) -> {
			if (this.broken.get()) {
				throw new IllegalStateException("cannot be removed");
			}
		});
		this.broken.set(true);
		this.clock.add(INTERVAL.multipliedBy(4));
		Awaitility.await().until(() -> failed.getCount() == 0);
		TestSource other = new TestSource("other", INTERVAL);
		this.sampler.add(other);
		Awaitility.await().until(() -> other.reads.get() == 1);
		assertThat(other.reads).hasValue(1);
	}

}
