package dev.emp.metrics.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The same call, metered by the aspects of Micrometer.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
public class AspectBenchmark {

	@Param("otlp")
	private String registry = "";

	private final RenderJob job = RenderJob.sample();

	private AnnotationConfigApplicationContext context;

	private PlainHandler handler;

	@Setup(Level.Trial)
	public void start() {
		this.context = Application.withAspects(this.registry);
		this.handler = this.context.getBean(PlainHandler.class);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Image timed() {
		return this.handler.timed(this.job);
	}

	@Benchmark
	public Image timedAndCounted() {
		return this.handler.timedAndCounted(this.job);
	}

	@Benchmark
	public Image observed() {
		return this.handler.observed(this.job);
	}

}
