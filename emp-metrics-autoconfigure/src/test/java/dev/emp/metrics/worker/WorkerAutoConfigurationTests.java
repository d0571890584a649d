package dev.emp.metrics.worker;

import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WorkerAutoConfiguration} and what readings become.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerAutoConfigurationTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, WorkerAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry);

	@Test
	void showsBusySlotsAndWhatIsLeft() {
		this.runner.withBean(WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(3, 4L)))
			.run((context) -> {
				awaitUp("gpu", 1);
				assertThat(series()).containsExactly("workers_available{service=\"render\",worker_pool=\"gpu\"} 1.0",
						"workers_busy{service=\"render\",worker_pool=\"gpu\"} 3.0",
						"workers_slots{service=\"render\",worker_pool=\"gpu\"} 4.0",
						"workers_utilization_ratio{service=\"render\",worker_pool=\"gpu\"} 0.75");
			});
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void showsOnlyTheBusyOnesOfAPoolWithoutALimit() {
		this.runner.withBean(WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(3, null)))
			.run((context) -> {
				awaitUp("gpu", 1);
				assertThat(series()).containsExactly("workers_busy{service=\"render\",worker_pool=\"gpu\"} 3.0");
			});
	}

	@Test
	void takesAServiceThatIsUnknownFromTheTagsOfAllMeters() {
		this.registry.config().commonTags("service", "billing", "worker.pool", "other");
		WorkerProbe pool = new WorkerProbe() {

			@Override
			public String pool() {
				return "gpu";
			}

			@Override
			public WorkerReading read() {
				return new WorkerReading(3, null);
			}

		};
		this.runner.withBean(WorkerProbe.class, () -> pool)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(series())
					.containsExactly("workers_busy{service=\"billing\",worker_pool=\"gpu\"} 3.0")));
	}

	@Test
	void hasNothingToSpareInAPoolThatWasMadeSmaller() {
		this.runner.withBean(WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(6, 4L)))
			.run((context) -> {
				awaitUp("gpu", 1);
				assertThat(series()).contains("workers_available{service=\"render\",worker_pool=\"gpu\"} 0.0",
						"workers_utilization_ratio{service=\"render\",worker_pool=\"gpu\"} 1.5");
			});
	}

	@Test
	void hasNoUtilizationOfAPoolWithoutSlots() {
		this.runner.withBean(WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(0, 0L)))
			.run((context) -> {
				awaitUp("gpu", 1);
				assertThat(series()).containsExactly("workers_available{service=\"render\",worker_pool=\"gpu\"} 0.0",
						"workers_busy{service=\"render\",worker_pool=\"gpu\"} 0.0",
						"workers_slots{service=\"render\",worker_pool=\"gpu\"} 0.0");
			});
	}

	@Test
	void aProbeWithoutANameAndOneThatFailsDisturbNoOther(CapturedOutput output) {
		this.runner.withBean("good", WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(3, null)))
			.withBean("blank", WorkerProbe.class, () -> new TestPool(" ", () -> new WorkerReading(3, null)))
			.withBean("bad", WorkerProbe.class, () -> new TestPool("bad", () -> new WorkerReading(-3, null)))
			.run((context) -> {
				awaitUp("gpu", 1);
				awaitUp("bad", 0);
				assertThat(series()).containsExactly("workers_busy{service=\"render\",worker_pool=\"gpu\"} 3.0");
				assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(2)
					.anyMatch((line) -> line.contains("pool() gave no name"))
					.anyMatch((line) -> line.contains("busy workers is negative: -3"));
			});
	}

	@Test
	void readsProbesWhereEveryBeanIsLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(WorkerProbe.class, () -> new TestPool("gpu", () -> new WorkerReading(3, null)))
			.run((context) -> awaitUp("gpu", 1));
	}

	@Test
	void twoPoolsAreReadWhereTheirNamesWithTheServicesAreAlike() {
		this.runner.withBean("first", WorkerProbe.class, () -> new NamedPool("a", "b:c"))
			.withBean("second", WorkerProbe.class, () -> new NamedPool("a:b", "c"))
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(series()).containsExactly(
						"workers_busy{service=\"a\",worker_pool=\"b:c\"} 1.0",
						"workers_busy{service=\"a:b\",worker_pool=\"c\"} 1.0")));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("emp.metrics.worker.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkerMetrics.class)
				.doesNotHaveBean(WorkerProbes.class)
				.doesNotHaveBean("empWorkerMeterDefinitions"));
	}

	@Test
	void aPoolIsOfAnUnknownServiceByDefault() {
		WorkerProbe probe = new WorkerProbe() {

			@Override
			public String pool() {
				return "cpu";
			}

			@Override
			public WorkerReading read() {
				return new WorkerReading(1, null);
			}

		};
		this.runner.withBean(WorkerProbe.class, () -> probe)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(series())
					.containsExactly("workers_busy{service=\"unknown\",worker_pool=\"cpu\"} 1.0")));
	}

	@Test
	void aReadingIsNeverNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerReading(-1, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerReading(0, -1L));
	}

	private void awaitUp(String pool, double expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					this.registry.find("emp.metrics.source.up").tag("source", "worker:render:" + pool).gauges())
				.singleElement()
				.satisfies((gauge) -> assertThat(gauge.value()).isEqualTo(expected)));
	}

	private List<String> series() {
		return this.registry.scrape().lines().filter((line) -> line.startsWith("workers_")).sorted().toList();
	}

	private record NamedPool(String service, String pool) implements WorkerProbe {

		@Override
		public WorkerReading read() {
			return new WorkerReading(1, null);
		}

	}

	private record TestPool(String pool, Callable<WorkerReading> behaviour) implements WorkerProbe {

		@Override
		public String service() {
			return "render";
		}

		@Override
		public WorkerReading read() throws Exception {
			return this.behaviour.call();
		}

	}

}
