package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueueMetrics} and {@link QueueSource}: what readings become.
 */
class QueueMetricsTests extends QueueContext {

	@Test
	void showsAllThatAReadingKnows() {
		QueueReading reading = QueueReading.ready(6)
			.with(QueueState.SCHEDULED, 3)
			.with(QueueState.IN_FLIGHT, 40)
			.with(QueueState.RETRY, 1)
			.with(QueueState.DEAD, 50)
			.oldestAge(Duration.ofMillis(2500))
			.consumers(4)
			.capacity(20);
		runner().withBean(QueueProbe.class, () -> new TestQueue("orders", () -> reading)).run((context) -> {
			awaitUp("orders", 1);
			assertThat(series()).containsExactly("queue_capacity{backend=\"test\",queue=\"orders\"} 20.0",
					"queue_consumers{backend=\"test\",queue=\"orders\"} 4.0",
					"queue_oldest_age_seconds{backend=\"test\",queue=\"orders\"} 2.5",
					"queue_size{backend=\"test\",queue=\"orders\",state=\"dead\"} 50.0",
					"queue_size{backend=\"test\",queue=\"orders\",state=\"in_flight\"} 40.0",
					"queue_size{backend=\"test\",queue=\"orders\",state=\"ready\"} 6.0",
					"queue_size{backend=\"test\",queue=\"orders\",state=\"retry\"} 1.0",
					"queue_size{backend=\"test\",queue=\"orders\",state=\"scheduled\"} 3.0",
					"queue_utilization_ratio{backend=\"test\",queue=\"orders\"} 0.5");
		});
	}

	@Test
	void hasNoSeriesForWhatAReadingDoesNotKnow() {
		runner().withBean(QueueProbe.class, () -> new TestQueue("orders", () -> QueueReading.ready(0)))
			.run((context) -> {
				awaitUp("orders", 1);
				assertThat(series())
					.containsExactly("queue_size{backend=\"test\",queue=\"orders\",state=\"ready\"} 0.0");
			});
	}

	@Test
	void hasNoUtilizationOfAQueueThatHoldsNothingOrWhoseReadyJobsAreUnknown() {
		runner().withBean("a", QueueProbe.class, () -> new TestQueue("a", () -> QueueReading.ready(1).capacity(0)))
			.withBean("b", QueueProbe.class,
					() -> new TestQueue("b", () -> new QueueReading(Map.of(QueueState.RETRY, 1L), null, null, 5L)))
			.run((context) -> {
				awaitUp("a", 1);
				awaitUp("b", 1);
				assertThat(series()).hasSize(4).noneMatch((line) -> line.contains("utilization"));
			});
	}

	@Test
	void whatBecomesUnknownGoesAndComesBack() {
		TestQueue queue = new TestQueue("orders", () -> QueueReading.ready(1).consumers(2));
		runner().withBean(QueueProbe.class, () -> queue).run((context) -> {
			awaitUp("orders", 1);
			assertThat(series()).hasSize(2);
			queue.behaviour = () -> QueueReading.ready(5);
			this.clock.add(Duration.ofSeconds(30));
			Awaitility.await()
				.untilAsserted(() -> assertThat(series())
					.containsExactly("queue_size{backend=\"test\",queue=\"orders\",state=\"ready\"} 5.0"));
			queue.behaviour = () -> QueueReading.ready(5).consumers(7);
			this.clock.add(Duration.ofSeconds(30));
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(series()).contains("queue_consumers{backend=\"test\",queue=\"orders\"} 7.0"));
		});
	}

	@Test
	void readsAQueueInMemoryWhenItIsScraped() {
		TestQueue queue = new TestQueue("orders", () -> QueueReading.ready(1));
		queue.inMemory = true;
		runner().withBean(QueueProbe.class, () -> queue).run((context) -> {
			Awaitility.await().until(() -> !series().isEmpty());
			assertThat(this.registry.getMeters()).as("what it says of the source")
				.noneMatch((meter) -> meter.getId().getName().startsWith("emp.metrics.source"));
			queue.behaviour = () -> QueueReading.ready(2);
			assertThat(series()).containsExactly("queue_size{backend=\"test\",queue=\"orders\",state=\"ready\"} 2.0");
		});
	}

	@Test
	void doesNotReadAnotherQueueWhenItIsScraped() {
		TestQueue queue = new TestQueue("orders", () -> QueueReading.ready(1));
		runner().withBean(QueueProbe.class, () -> queue).run((context) -> {
			awaitUp("orders", 1);
			assertThat(series()).hasSize(1);
			assertThat(queue.reads).hasValue(1);
		});
	}

	@Test
	void readsAsOftenAsThePropertySays() {
		TestQueue queue = new TestQueue("orders", () -> QueueReading.ready(1));
		runner().withPropertyValues("emp.metrics.queue.interval=5")
			.withBean(QueueProbe.class, () -> queue)
			.run((context) -> {
				awaitUp("orders", 1);
				this.clock.add(Duration.ofSeconds(5));
				Awaitility.await().until(() -> queue.reads.get() == 2);
			});
	}

}
