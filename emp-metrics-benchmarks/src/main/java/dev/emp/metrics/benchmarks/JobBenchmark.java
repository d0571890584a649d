package dev.emp.metrics.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;

/**
 * A call of a handler that does nothing, metered by the library.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
public class JobBenchmark {

	@Param("otlp")
	private String registry = "";

	private final RenderJob job = RenderJob.sample();

	private final JobInfo info = JobInfo.of("render").service("gpu").queue("render").priority("high");

	private AnnotationConfigApplicationContext context;

	private MeteredHandler handler;

	private JobRecorder recorder;

	@Setup(Level.Trial)
	public void start() {
		this.context = Application.metered(this.registry);
		this.handler = this.context.getBean(MeteredHandler.class);
		this.recorder = this.context.getBean(JobRecorder.class);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Image staticTags() {
		return this.handler.staticTags(this.job);
	}

	@Benchmark
	public Image oneExpression() {
		return this.handler.oneExpression(this.job);
	}

	@Benchmark
	public Image twoExpressions() {
		return this.handler.twoExpressions(this.job);
	}

	@Benchmark
	public Image threeExpressions() {
		return this.handler.threeExpressions(this.job);
	}

	@Benchmark
	public Object failing() {
		try {
			return this.handler.failing(this.job);
		}
		catch (IllegalStateException ex) {
			return ex;
		}
	}

	@Benchmark
	public Image recorder() throws Exception {
		return this.recorder.record(this.info, () -> Image.SAMPLE);
	}

}
