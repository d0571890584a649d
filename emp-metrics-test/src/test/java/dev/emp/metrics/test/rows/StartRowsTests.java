package dev.emp.metrics.test.rows;

import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the start of an application.
 */
class StartRowsTests extends Rows {

	@Row(value = 22, onlyOurs = "the cost of a pointcut is a time, which the benchmarks compare")
	void thousandOtherBeansAreLeftAlone() {
		ApplicationContextRunner application = metered().withBean(Handler.class);
		for (int i = 0; i < 1000; i++) {
			application = application.withBean("other" + i, Other.class);
		}
		application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isAopProxy(context.getBean(Handler.class))).isTrue();
			assertThat(IntStream.range(0, 1000).mapToObj((i) -> context.getBean("other" + i)))
				.noneMatch(AopUtils::isAopProxy);
		});
	}

	@Row(value = 27, onlyOurs = "the aspects are wired by an auto-proxy creator of Spring's own")
	void proxyIsMadeAheadOfTime() {
		assertThat(aheadOfTime().getGeneratedFiles().getGeneratedFiles(GeneratedFiles.Kind.CLASS).keySet())
			.anySatisfy((path) -> assertThat(path).contains("Handler$$SpringCGLIB$$"));
	}

	@Row(value = 27, onlyOurs = "the aspects are wired by an auto-proxy creator of Spring's own")
	void expressionsCanReadTheirArgumentsInANativeImage() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Job.class, "kind"))
			.accepts(aheadOfTime().getRuntimeHints());
	}

	private static TestGenerationContext aheadOfTime() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(SimpleMeterRegistry.class, SupportAutoConfiguration.class, JobAutoConfiguration.class,
					Handler.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation;
	}

	static class Other {

		void run() {
		}

	}

	record Job(String kind) {
	}

	static class Handler {

		@MeteredJob(value = "render", priority = "#{#job.kind}")
		void render(Job job) {
		}

	}

}
