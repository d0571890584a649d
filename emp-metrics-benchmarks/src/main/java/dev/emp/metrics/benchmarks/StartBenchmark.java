package dev.emp.metrics.benchmarks;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAspectsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * The start of a context with 1,000 beans of distinct classes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@SuppressWarnings("NullAway.Init")
public class StartBenchmark {

	@Param
	private Variant variant = Variant.PLAIN;

	private List<Class<?>[]> unseen;

	private final List<AnnotationConfigApplicationContext> started = new ArrayList<>();

	@Setup(Level.Trial)
	public void load(BenchmarkParams benchmark) {
		int starts = benchmark.getWarmup().getCount() + benchmark.getMeasurement().getCount();
		BeanClasses classes = new BeanClasses(1000, 100, this.variant.annotation);
		// on another thread, as the processor time of this one is measured
		this.unseen = CompletableFuture
			.supplyAsync(() -> new ArrayList<>(IntStream.range(0, starts).mapToObj((i) -> classes.load()).toList()))
			.join();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.started.forEach(AnnotationConfigApplicationContext::close);
	}

	@Benchmark
	public Object start() {
		Class<?>[] beans = this.unseen.remove(this.unseen.size() - 1);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		this.started.add(context);
		context.setClassLoader(beans[0].getClassLoader());
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("start", Map.of("management.observations.annotations.enabled", "true")));
		ConfigurationPropertySources.attach(context.getEnvironment());
		context.registerBean(MeterRegistry.class, () -> Registries.of("otlp"));
		context.register(Metrics.class);
		context.register(this.variant.configuration);
		context.register(beans);
		context.refresh();
		return context;
	}

	/**
	 * What meters the beans.
	 */
	public enum Variant {

		/** Nothing, and there is nothing to meter. */
		PLAIN(Plain.class, null),

		/** The library, without anything to meter. */
		LIBRARY(WithLibrary.class, null),

		/** The library, which meters a method of every tenth bean. */
		METERED(WithLibrary.class, MeteredJob.class),

		/** Micrometer's aspect, without anything to time. */
		ASPECT(WithAspects.class, null),

		/** Micrometer's aspect, which times a method of every tenth bean. */
		TIMED(WithAspects.class, Timed.class);

		private final Class<?> configuration;

		private final @Nullable Class<? extends Annotation> annotation;

		Variant(Class<?> configuration, @Nullable Class<? extends Annotation> annotation) {
			this.configuration = configuration;
			this.annotation = annotation;
		}

	}

	/**
	 * What an application with Boot's metrics has anyway.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class,
			PropertyPlaceholderAutoConfiguration.class, MetricsAutoConfiguration.class })
	static class Metrics {

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SupportAutoConfiguration.class, JobAutoConfiguration.class })
	static class WithLibrary {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, MetricsAspectsAutoConfiguration.class })
	static class WithAspects {

	}

}
