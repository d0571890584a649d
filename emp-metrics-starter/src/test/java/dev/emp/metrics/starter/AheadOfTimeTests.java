package dev.emp.metrics.starter;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with the starter whose beans are written as code ahead of
 * time, as for a native image.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void countsJobsFromGeneratedBeans() {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = generate(generation);
		generation.writeGeneratedContent();
		assertThat(generation.getGeneratedFiles().getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
			.anyMatch((file) -> file.contains("JobAutoConfiguration__BeanDefinitions"));
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = start(compiled, initializer)) {
				context.getBean(Handler.class).render();
				assertThat(context.getBean(MeterRegistry.class)
					.get("jobs.processed")
					.tags("job.name", "render", "status", "completed")
					.counter()
					.count()).isOne();
			}
		});
	}

	private static ClassName generate(TestGenerationContext generation) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
	}

	@SuppressWarnings("unchecked")
	private static GenericApplicationContext start(Compiled compiled, ClassName initializer) {
		GenericApplicationContext context = new GenericApplicationContext();
		compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()).initialize(context);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	static class Handler {

		@MeteredJob("render")
		void render() {
		}

	}

}
