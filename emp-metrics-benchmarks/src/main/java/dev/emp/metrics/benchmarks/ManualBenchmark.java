package dev.emp.metrics.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same call, metered by code around it: the meters that static tags give, and those
 * that three expressions give.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
public class ManualBenchmark {

	@Param("otlp")
	private String registry = "";

	private final RenderJob job = RenderJob.sample();

	private final PlainHandler handler = new PlainHandler();

	private HandCoded micrometer;

	private OpenTelemetry openTelemetry;

	@Setup(Level.Trial)
	public void start() {
		this.micrometer = new HandCoded(Registries.of(this.registry));
		this.openTelemetry = new OpenTelemetry();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.openTelemetry.close();
	}

	@Benchmark
	public Image micrometer() {
		long start = this.micrometer.started();
		Image image = this.handler.plain(this.job);
		this.micrometer.completed(start);
		return image;
	}

	@Benchmark
	public Image micrometerWithWaitAndSize() {
		long start = this.micrometer.started();
		this.micrometer.waited(this.job.enqueuedAt());
		Image image = this.handler.plain(this.job);
		this.micrometer.completed(start);
		this.micrometer.wrote((double) image.bytes());
		return image;
	}

	@Benchmark
	public Image openTelemetry() {
		long start = this.openTelemetry.started();
		Image image = this.handler.plain(this.job);
		this.openTelemetry.completed(start);
		return image;
	}

	@Benchmark
	public Image openTelemetryWithWaitAndSize() {
		long start = this.openTelemetry.started();
		this.openTelemetry.waited(this.job.enqueuedAt());
		Image image = this.handler.plain(this.job);
		this.openTelemetry.completed(start);
		this.openTelemetry.wrote((double) image.bytes());
		return image;
	}

}
