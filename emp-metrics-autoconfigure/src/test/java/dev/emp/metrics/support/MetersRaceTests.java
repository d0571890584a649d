package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Meters} that two threads use at once, in as many rounds as it takes to
 * meet, or a listener in the middle of a removal.
 */
class MetersRaceTests {

	private static final int ROUNDS = 5000;

	private static final MeterDefinition COUNTER = () -> MeterSpec.counter("raced.count", "A count").tags("key");

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final CyclicBarrier start = new CyclicBarrier(2);

	@AfterEach
	void endThreads() {
		this.threads.shutdown();
	}

	@Test
	void removesWithTheCloseWhatTwoThreadsRegistered() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			MeterRegistry registry = new SimpleMeterRegistry();
			Meters meters = new Meters(registry);
			Future<Counter> other = together(() -> counter(meters));
			together(() -> counter(meters)).get();
			other.get();
			meters.close();
			assertThat(registry.getMeters()).isEmpty();
		}
	}

	@Test
	void countsAfterAClearWhatTwoThreadsRegistered() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			MeterRegistry registry = new SimpleMeterRegistry();
			Meters meters = new Meters(registry);
			Future<Counter> other = together(() -> counter(meters));
			Counter one = together(() -> counter(meters)).get();
			registry.clear();
			one.increment();
			other.get().increment();
			assertThat(registry.get("raced.count").counter().count()).isEqualTo(2);
		}
	}

	@Test
	void countsAgainWhatAListenerOfTheRemovalRegistersAtOnce() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meters[] meters = new Meters[1];
		List<Total> again = new ArrayList<>();
		registry.config().onMeterRemoved((meter) -> {
			if (again.isEmpty()) {
				again.add(meters[0].total(COUNTER, Tags.of("key", "a")));
			}
		});
		meters[0] = new Meters(registry);
		Counter counter = counter(meters[0]);
		for (int i = 0; i < 3; i++) {
			registry.clear();
			counter.increment();
			again.get(0).add(1);
			assertThat(registry.get("raced.count").counter().count()).isEqualTo(2);
		}
	}

	@Test
	void registersNothingPastTheClose() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			MeterRegistry registry = new SimpleMeterRegistry();
			Meters meters = new Meters(registry);
			Future<Counter> counter = together(() -> counter(meters));
			together(() -> {
				meters.close();
				return meters;
			}).get();
			counter.get().increment();
			assertThat(registry.getMeters()).isEmpty();
		}
	}

	@Test
	void registersNothingAgainThatIsRemoved() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			MeterRegistry registry = new SimpleMeterRegistry();
			Meters meters = new Meters(registry);
			Counter counter = counter(meters);
			registry.clear();
			Future<Counter> used = together(() -> {
				counter.increment();
				return counter;
			});
			together(() -> {
				meters.remove(counter);
				return meters;
			}).get();
			used.get();
			assertThat(registry.getMeters()).isEmpty();
		}
	}

	private static Counter counter(Meters meters) {
		return meters.counter(COUNTER, Tags.of("key", "a"));
	}

	private <T> Future<T> together(Callable<T> call) {
		return this.threads.submit(() -> {
			this.start.await();
			return call.call();
		});
	}

}
