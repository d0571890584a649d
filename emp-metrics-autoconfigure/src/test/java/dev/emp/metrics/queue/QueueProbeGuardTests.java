package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a probe which misbehaves costs its own series and nothing else.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class QueueProbeGuardTests extends QueueContext {

	private static final String GOOD = "queue_size{backend=\"test\",queue=\"good\",state=\"ready\"} 1.0";

	@Test
	void aProbeWhoseNameThrowsIsNotRead(CapturedOutput output) {
		beside(new ThrowingName(), () -> {
			assertThat(series()).containsExactly(GOOD);
			assertThat(errors("QueueProbe " + ThrowingName.class.getName())).isOne();
			assertWarnedOnce(output, ThrowingName.class.getName(), "no name today");
		});
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " \t" })
	@SuppressWarnings("NullAway") // what the contract forbids
	void aProbeWithoutANameIsNotRead(@Nullable String name, CapturedOutput output) {
		TestQueue nameless = new TestQueue(name, () -> QueueReading.ready(9));
		beside(nameless, () -> {
			assertThat(series()).containsExactly(GOOD);
			assertThat(errors("QueueProbe " + TestQueue.class.getName())).isOne();
			assertThat(nameless.reads).hasValue(0);
			assertWarnedOnce(output, TestQueue.class.getName(), "queue() gave no name");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@SuppressWarnings("NullAway") // what the contract forbids
	void aReadingThatIsNullIsAFailure(boolean inMemory, CapturedOutput output) {
		TestQueue bad = new TestQueue("bad", () -> null);
		bad.inMemory = inMemory;
		besideDown(bad, () -> assertWarnedOnce(output, "queue:test:bad", "null"));
	}

	@Test
	void aReadingThatCannotBeIsAFailure(CapturedOutput output) {
		besideDown(new TestQueue("bad", () -> QueueReading.ready(-1)),
				() -> assertWarnedOnce(output, "queue:test:bad", "size in state READY is negative: -1"));
	}

	@Test
	void aProbeThatThrowsIsAFailure(CapturedOutput output) {
		besideDown(new TestQueue("bad", () -> {
			throw new LinkageError("gone");
		}), () -> assertWarnedOnce(output, "queue:test:bad", "gone"));
	}

	@Test
	void aLazyProbeThatCannotBeMadeIsNotRead(CapturedOutput output) {
		runner().withBean("broken", QueueProbe.class, () -> {
			throw new IllegalStateException("no driver");
		}, (definition) -> definition.setLazyInit(true))
			.withBean("good", QueueProbe.class, QueueProbeGuardTests::good)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				awaitUp("good", 1);
				assertThat(series()).containsExactly(GOOD);
				assertWarnedOnce(output, "QueueProbe 'broken'", "no driver");
			});
	}

	@Test
	void ofTwoProbesOfAQueueTheFirstBeanIsRead(CapturedOutput output) {
		TestQueue second = new ThrowingName() {

			@Override
			public String queue() {
				return "good";
			}

		};
		beside(second, () -> {
			assertThat(series()).containsExactly(GOOD);
			assertThat(second.reads).hasValue(0);
			assertWarnedOnce(output, "queue:test:good",
					"QueueProbe 'good' of " + TestQueue.class.getName() + " and QueueProbe 'bad' of");
		});
	}

	@Test
	void queuesBeyondTheLimitAreNotRead(CapturedOutput output) {
		runner().withPropertyValues("emp.metrics.queue.limits.values=1")
			.withBean("good", QueueProbe.class, QueueProbeGuardTests::good)
			.withBean("second", QueueProbe.class, () -> new TestQueue("second", () -> QueueReading.ready(9)))
			.run((context) -> {
				awaitUp("good", 1);
				assertThat(series()).containsExactly(GOOD);
				assertThat(this.registry.get("emp.metrics.cardinality.overflow")
					.tags("meter", "queue.size", "tag", "queue")
					.counter()
					.count()).isOne();
				assertWarnedOnce(output, "'second'", "limit of 1", "emp.metrics.queue.limits.values");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "emp.metrics.queue.limits.values=0", "emp.metrics.queue.interval=500ms" })
	void aSettingThatCannotWorkStopsTheStart(String property) {
		runner().withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void aProbeThatBlocksDelaysNeitherTheStartNorAScrapeNorTheEnd() {
		CountDownLatch never = new CountDownLatch(1);
		TestQueue blocked = new TestQueue("blocked", () -> {
			never.await();
			return QueueReading.ready(1);
		});
		beside(blocked, () -> {
			Awaitility.await().until(() -> blocked.reads.get() == 1);
			assertThat(series()).containsExactly(GOOD);
		});
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void aProbeThatBeginsToBlockKeepsItsValueUntilThatIsStale() {
		TestQueue queue = good();
		runner().withBean(QueueProbe.class, () -> queue).run((context) -> {
			awaitUp("good", 1);
			CountDownLatch never = new CountDownLatch(1);
			queue.behaviour = () -> {
				never.await();
				return QueueReading.ready(2);
			};
			this.clock.add(Duration.ofSeconds(30));
			Awaitility.await().until(() -> queue.reads.get() == 2);
			assertThat(series()).containsExactly(GOOD);
			this.clock.add(Duration.ofSeconds(61));
			Awaitility.await().untilAsserted(() -> assertThat(series()).isEmpty());
			awaitUp("good", 0);
		});
	}

	private static TestQueue good() {
		return new TestQueue("good", () -> QueueReading.ready(1));
	}

	private void beside(QueueProbe bad, Runnable test) {
		runner().withBean("good", QueueProbe.class, QueueProbeGuardTests::good)
			.withBean("bad", QueueProbe.class, () -> bad)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				awaitUp("good", 1);
				test.run();
			});
	}

	private void besideDown(QueueProbe bad, Runnable test) {
		beside(bad, () -> {
			Awaitility.await().untilAsserted(() -> assertThat(errors("queue:test:bad")).isOne());
			assertThat(series()).containsExactly(GOOD);
			test.run();
		});
	}

	private static void assertWarnedOnce(CapturedOutput output, String... parts) {
		List<String> warnings = output.getOut().lines().filter((line) -> line.contains("WARN")).toList();
		assertThat(warnings).singleElement().asString().contains(parts);
	}

	static class ThrowingName extends TestQueue {

		ThrowingName() {
			super("any", () -> QueueReading.ready(9));
		}

		@Override
		public String queue() {
			throw new IllegalStateException("no name today");
		}

	}

}
