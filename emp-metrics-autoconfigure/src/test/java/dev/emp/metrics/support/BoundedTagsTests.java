package dev.emp.metrics.support;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedTags}.
 */
class BoundedTagsTests {

	private final LongAdder overflow = new LongAdder();

	@Test
	void keepsTheFirstValuesAndCountsTheRest() {
		BoundedTags tags = new BoundedTags(2, this.overflow::increment);
		assertThat(tags.bound("a")).isEqualTo("a");
		assertThat(tags.bound("b")).isEqualTo("b");
		assertThat(tags.bound("c")).isEqualTo("_other");
		assertThat(tags.bound("a")).isEqualTo("a");
		assertThat(tags.bound("c")).isEqualTo("_other");
		assertThat(this.overflow.sum()).isEqualTo(2);
	}

	@Test
	void callsTheAbsentUnknownWithoutUsingUpTheLimit() {
		BoundedTags tags = new BoundedTags(1, this.overflow::increment);
		assertThat(tags.bound(null)).isEqualTo("unknown");
		assertThat(tags.bound(" \t")).isEqualTo("unknown");
		assertThat(tags.bound("unknown")).isEqualTo("unknown");
		assertThat(tags.bound("_other")).isEqualTo("_other");
		assertThat(tags.bound("a")).isEqualTo("a");
		assertThat(this.overflow.sum()).isZero();
	}

	@Test
	void cutsLongValuesAndReplacesWhatNoExporterCarries() {
		BoundedTags tags = new BoundedTags(10, this.overflow::increment);
		assertThat(tags.bound("x".repeat(1_000_000))).isEqualTo("x".repeat(200));
		assertThat(tags.bound("a\nb\u0000c\ud800d")).isEqualTo("a\ufffdb\ufffdc\ufffdd");
		assertThat(tags.bound("\ud83d\ude80 tag")).isEqualTo("\ud83d\ude80 tag");
	}

	@Test
	void leavesLimitAndOneSeriesOfAMillionHostileValuesWithExactTotals() throws Exception {
		BoundedTags tags = new BoundedTags(100, this.overflow::increment);
		Map<String, LongAdder> series = new ConcurrentHashMap<>();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (Future<?> done : executor
				.invokeAll(IntStream.range(0, 4).mapToObj((seed) -> attack(tags, series, seed)).toList())) {
				done.get();
			}
		}
		finally {
			executor.shutdown();
		}
		assertThat(series).hasSize(100 + 1).containsKey("_other");
		assertThat(series.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(1_000_000);
		assertThat(series.get("_other")).hasToString(this.overflow.toString());
	}

	private static Callable<Void> attack(BoundedTags tags, Map<String, LongAdder> series, int seed) {
		return () -> {
			Random random = new Random(seed);
			for (int i = 0; i < 250_000; i++) {
				series.computeIfAbsent(tags.bound(hostile(random, seed * 250_000 + i)), (key) -> new LongAdder())
					.increment();
			}
			return null;
		};
	}

	private static String hostile(Random random, int i) {
		return switch (i % 4) {
			case 0 -> Long.toString(random.nextLong());
			case 1 -> "user-" + i + "\n" + (char) random.nextInt(Character.MAX_VALUE);
			case 2 -> "y".repeat(150 + i % 100) + random.nextInt();
			default -> "{\"id\":" + random.nextDouble() + "}";
		};
	}

}
