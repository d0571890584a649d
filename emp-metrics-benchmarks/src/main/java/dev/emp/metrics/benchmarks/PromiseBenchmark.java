package dev.emp.metrics.benchmarks;

import java.util.concurrent.CompletableFuture;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import reactor.core.publisher.Mono;

/**
 * A call whose result comes later: a future that is done, one that the caller completes,
 * and a publisher that is subscribed to.
 */
@State(Scope.Benchmark)
@SuppressWarnings({ "NullAway.Init", "FutureReturnValueIgnored" })
public class PromiseBenchmark {

	@Param("otlp")
	private String registry = "";

	private final CompletableFuture<Image> done = CompletableFuture.completedFuture(Image.SAMPLE);

	private final Mono<Image> mono = Mono.just(Image.SAMPLE).hide();

	private final PlainHandler proxy = ProxyBenchmark.proxy(new PlainHandler());

	private AnnotationConfigApplicationContext metered;

	private AnnotationConfigApplicationContext aspects;

	private MeteredHandler handler;

	private PlainHandler timed;

	@Setup(Level.Trial)
	public void start() {
		this.metered = Application.metered(this.registry);
		this.aspects = Application.withAspects(this.registry);
		this.handler = this.metered.getBean(MeteredHandler.class);
		this.timed = this.aspects.getBean(PlainHandler.class);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.metered.close();
		this.aspects.close();
	}

	@Benchmark
	public Object doneBareProxy() {
		return this.proxy.future(this.done);
	}

	@Benchmark
	public Object doneMetered() {
		return this.handler.future(this.done);
	}

	@Benchmark
	public Object doneTimed() {
		return this.timed.timedFuture(this.done);
	}

	@Benchmark
	public Object laterBareProxy() {
		return completed(this.proxy.future(new CompletableFuture<>()));
	}

	@Benchmark
	public Object laterMetered() {
		return completed(this.handler.future(new CompletableFuture<>()));
	}

	@Benchmark
	public Object laterTimed() {
		CompletableFuture<Image> source = new CompletableFuture<>();
		CompletableFuture<Image> future = this.timed.timedFuture(source);
		source.complete(Image.SAMPLE);
		return future;
	}

	@Benchmark
	public Object monoBareProxy(Blackhole blackhole) {
		return this.proxy.mono(this.mono).subscribe(blackhole::consume);
	}

	@Benchmark
	public Object monoMetered(Blackhole blackhole) {
		return this.handler.mono(this.mono).subscribe(blackhole::consume);
	}

	private static CompletableFuture<Image> completed(CompletableFuture<Image> future) {
		future.complete(Image.SAMPLE);
		return future;
	}

}
