package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Meters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarlyMeter}, alone and in {@link ExportMetrics}.
 */
class EarlyMeterTests {

	@Test
	void handsEachValueOnOnce() {
		EarlyMeter meter = new EarlyMeter(false);
		DoubleAdder first = new DoubleAdder();
		DoubleAdder second = new DoubleAdder();
		meter.record(1);
		meter.bind(first::add);
		meter.bind(second::add);
		meter.record(2);
		assertThat(first.sum()).isEqualTo(3);
		assertThat(second.sum()).isZero();
	}

	@Test
	void keepsTheSumAloneWhereThatSaysAll() {
		EarlyMeter meter = new EarlyMeter(true);
		IntStream.range(0, 1000).forEach((i) -> meter.record(2));
		List<Double> values = new ArrayList<>();
		meter.bind(values::add);
		meter.record(3);
		assertThat(values).containsExactly(2000.0, 3.0);
	}

	@Test
	void keepsAHundredEarlyValuesAtMost() {
		EarlyMeter meter = new EarlyMeter(false);
		IntStream.range(0, 1000).forEach(meter::record);
		List<Double> values = new ArrayList<>();
		meter.bind(values::add);
		assertThat(values).hasSize(100).startsWith(0.0, 1.0).endsWith(99.0);
	}

	@Test
	void losesNothingWhileItIsBound() throws InterruptedException {
		for (int round = 0; round < 200; round++) {
			ExportMetrics metrics = new ExportMetrics();
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			ExecutorService threads = Executors.newFixedThreadPool(2);
			CountDownLatch both = new CountDownLatch(2);
			threads.execute(() -> {
				meet(both);
				for (int reason = 0; reason < 50; reason++) {
					metrics.points(Result.DROPPED, "r" + reason, 1);
				}
			});
			threads.execute(() -> {
				meet(both);
				metrics.bind(new Meters(registry), HeldNumbers.NONE);
			});
			threads.shutdown();
			assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
			assertThat(
					registry.find("emp.metrics.export.points").counters().stream().mapToDouble((c) -> c.count()).sum())
				.isEqualTo(50);
		}
	}

	private static void meet(CountDownLatch both) {
		both.countDown();
		try {
			assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
