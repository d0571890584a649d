package dev.emp.metrics.job;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.resilience.annotation.EnableResilientMethods;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a job is a span where the application traces, and that its duration carries
 * the span as exemplar.
 */
class TracedJobTests extends TracedContext {

	@Override
	ApplicationContextRunner runner() {
		return super.runner().withUserConfiguration(WithHandler.class).withBean(TracedHandler.class);
	}

	@Test
	void leavesNoSpanOnTheThreadWhereAHandlerOfObservationsFails() {
		run(runner().withBean("failing", ObservationHandler.class, FailingScopes::new), (context) -> {
			context.getBean(TracedHandler.class).render();
			assertThat(context.getBean(Tracer.class).currentSpan()).isNull();
		});
	}

	@Test
	void makesTheSpanOfAJobTheExemplarOfItsDuration() {
		run(runner(), (context) -> context.getBean(TracedHandler.class).render());
		assertExemplarIsSpan("render");
		assertThat(span("decode").getParentSpanId()).isEqualTo(span("render").getSpanId());
	}

	@Test
	void marksTheSpanOfAJobThatFails() {
		run(runner(), (context) -> JobContext.thrownBy(context.getBean(TracedHandler.class)::fail));
		assertExemplarIsSpan("fail");
		assertThat(span("fail").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span("fail").getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().asMap().values()).contains("no image"));
	}

	@Test
	void takesTheSpanAsExemplarWhereAnotherThreadCompletesTheFuture() {
		run(runner(), (context) -> {
			CompletableFuture<String> source = new CompletableFuture<>();
			CompletableFuture<String> returned = context.getBean(TracedHandler.class).later(source);
			CompletableFuture
				.runAsync(() -> Observation.createNotStarted("elsewhere", context.getBean(ObservationRegistry.class))
					.observe(() -> source.complete("done")))
				.get(10, TimeUnit.SECONDS);
			assertThat(returned).isCompleted();
		});
		assertExemplarIsSpan("report");
		assertThat(span("elsewhere").getTraceId()).isNotEqualTo(span("report").getTraceId());
	}

	@Test
	void takesTheSpanAsExemplarWhereAnotherThreadCompletesThePublisher() {
		run(runner(), (context) -> {
			Mono<String> stream = context.getBean(TracedHandler.class).stream();
			assertThat(spans("stream")).isEmpty();
			stream.block();
		});
		assertExemplarIsSpan("stream");
		assertThat(span("subscribed").getParentSpanId()).isEqualTo(span("stream").getSpanId());
		assertThat(span("published").getParentSpanId()).isEqualTo(span("stream").getSpanId());
	}

	@Test
	void makesASpanPerSubscriptionWithinTheObservationOfTheSubscriber() {
		run(runner(), (context) -> {
			Observation outer = Observation.start("outer", context.getBean(ObservationRegistry.class));
			Mono<String> stream = context.getBean(TracedHandler.class).stream();
			Mono<String> twice = stream.then(stream);
			twice.contextWrite((reactor) -> reactor.put(ObservationThreadLocalAccessor.KEY, outer)).block();
			outer.stop();
		});
		assertThat(spans("stream")).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(span("outer").getSpanId()));
	}

	@Test
	void takesTheSpanOfWorkOfTheRecorderAsExemplar() {
		run(runner(), (context) -> context.getBean(JobRecorder.class)
			.record(JobInfo.of("recorded"), () -> context.getBean(TracedHandler.class).render()));
		assertExemplarIsSpan("recorded");
		assertThat(span("render").getParentSpanId()).isEqualTo(span("recorded").getSpanId());
	}

	@Test
	void makesASpanPerAttemptWithinTheTraceOfTheCaller() {
		run(runner(), (context) -> Observation.createNotStarted("delivery", context.getBean(ObservationRegistry.class))
			.observe(() -> context.getBean(TracedHandler.class).retried()));
		SpanData delivery = span("delivery");
		assertThat(spans("retried")).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(delivery.getSpanId()))
			.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("status")))
			.containsExactly("failed", "failed", "completed");
		assertThat(exemplarsInOpenMetrics("retried")).contains(id(spans("retried").get(2)));
	}

	@Test
	void describesTheSpanByTheTagsOfTheJob() {
		run(runner(), (context) -> context.getBean(TracedHandler.class).tagged());
		assertThat(span("tagged").getAttributes().asMap()).hasSize(6)
			.containsEntry(AttributeKey.stringKey("job.name"), "tagged")
			.containsEntry(AttributeKey.stringKey("service"), "gpu")
			.containsEntry(AttributeKey.stringKey("queue"), "render")
			.containsEntry(AttributeKey.stringKey("priority"), "high")
			.containsEntry(AttributeKey.stringKey("status"), "completed")
			.containsEntry(AttributeKey.stringKey("size"), "large");
	}

	@Test
	void endsTheSpanOfAFutureThatNeverCompletes() {
		CompletableFuture<String> never = new CompletableFuture<>();
		run(runner(), (context) -> assertThat(context.getBean(TracedHandler.class).later(never)).isSameAs(never));
		assertThat(span("report").getAttributes().get(AttributeKey.stringKey("status"))).isEqualTo("cancelled");
		assertThat(span("report").getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
	}

	@Test
	void endsTheSpanOfAFutureThatNobodyHoldsAnyMore() {
		run(runner(), (context) -> {
			assertThat(context.getBean(TracedHandler.class).later(new CompletableFuture<>())).isNotDone();
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(context.getBean(MeterRegistry.class)
					.get("jobs.active")
					.tag("job.name", "report")
					.gauge()
					.value()).isZero();
			});
		});
		assertExemplarIsSpan("report");
	}

	@Test
	void isWithinTheSpanWhereReactorCarriesTheContext() {
		Hooks.enableAutomaticContextPropagation();
		try {
			run(runner(), (context) -> context.getBean(TracedHandler.class).carried().block());
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
		assertThat(span("mapped").getParentSpanId()).isEqualTo(span("carried").getSpanId());
		assertExemplarIsSpan("carried");
	}

	@Test
	void leavesTheThreadAsItWas() {
		run(runner(), (context) -> {
			TracedHandler handler = context.getBean(TracedHandler.class);
			handler.render();
			JobContext.thrownBy(handler::fail);
			assertThat(handler.later(new CompletableFuture<>())).isNotDone();
			handler.stream().block();
			context.getBean(JobRecorder.class).record(JobInfo.of("recorded"), () -> "done");
			assertThat(context.getBean(Tracer.class).currentSpan()).isNull();
			assertThat(context.getBean(ObservationRegistry.class).getCurrentObservationScope()).isNull();
		});
		assertThat(spans("fail").get(0).getTraceId()).isNotEqualTo(span("render").getTraceId());
	}

	@Test
	void timesAJobOnce() {
		run(runner(), (context) -> {
			context.getBean(TracedHandler.class).render();
			assertThat(meters(context.getBean(MeterRegistry.class))).contains("job.duration", "decode", "decode.active")
				.doesNotContain("job", "job.active");
		});
	}

	@Test
	void wouldTimeAJobTwiceIfNothingTookTheObservation() {
		BeanFactoryPostProcessor remove = (factory) -> ((BeanDefinitionRegistry) factory)
			.removeBeanDefinition("empUntimedJobs");
		run(runner().withBean(BeanFactoryPostProcessor.class, () -> remove), (context) -> {
			context.getBean(TracedHandler.class).render();
			assertThat(meters(context.getBean(MeterRegistry.class))).contains("job.duration", "job", "job.active");
		});
	}

	@Test
	void countsWithoutASpanWhereBootsPropertySaysSo() {
		run(runner().withPropertyValues("management.observations.enable.job=false"), (context) -> {
			context.getBean(TracedHandler.class).render();
			assertThat(context.getBean(MeterRegistry.class)
				.get("jobs.processed")
				.tags("job.name", "render", "status", "completed")
				.counter()
				.count()).isOne();
		});
		assertThat(spans("render")).isEmpty();
		assertThat(spans("decode")).hasSize(1);
		assertThat(exemplarsInOpenMetrics("render")).isEmpty();
	}

	private void assertExemplarIsSpan(String job) {
		assertThat(exemplarsInOpenMetrics(job)).containsExactly(id(span(job)));
		assertThat(exemplarsInOtlp(job)).containsExactly(id(span(job)));
	}

	private static List<String> meters(MeterRegistry registry) {
		return registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).distinct().toList();
	}

	/**
	 * What the handler needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class WithHandler {

	}

	/**
	 * Fails after the span has become the current one.
	 */
	@Order(Ordered.LOWEST_PRECEDENCE)
	private static final class FailingScopes implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof JobObservationContext;
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			throw new IllegalStateException("no scope");
		}

	}

}
