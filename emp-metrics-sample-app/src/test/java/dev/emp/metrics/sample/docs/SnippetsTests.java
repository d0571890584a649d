package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;

import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the code of the pages compiles and starts in an application that finds it by
 * its component scan, each page alone and all of them together.
 */
@ExtendWith(OutputCaptureExtension.class)
class SnippetsTests {

	// what the pages tell to declare, and what a client of AWS cannot do without
	private static final List<String> SETTINGS = List.of("--server.port=0",
			"--spring.config.location=optional:file:none/",
			"--management.endpoints.web.exposure.include=health,metrics,prometheus",
			"--emp.metrics.job.tag-keys=tenant,format", "--management.cloudwatch.namespace=test",
			"--management.cloudwatch.enabled=false");

	@TempDir(cleanup = CleanupMode.NEVER)
	private Path folder;

	@ParameterizedTest
	@MethodSource("pagesWithCode")
	void startsWhereTheComponentScanFindsIt(Page page, CapturedOutput output) throws Exception {
		start(page.blocks("java"), output);
	}

	@Test
	void thePagesFitTogether(CapturedOutput output) throws Exception {
		start(pagesWithCode().flatMap((page) -> page.blocks("java").stream()).toList(), output);
	}

	@Test
	void eachBlockShowsItsImports() {
		assertThat(pagesWithCode()).hasSizeGreaterThan(3)
			.allSatisfy((page) -> assertThat(page.blocks("java")).isNotEmpty()
				.allSatisfy((block) -> assertThat(block).containsPattern("\\A(import |@Component\\nclass )")));
	}

	static Stream<Page> pagesWithCode() {
		return Page.all().stream().filter((page) -> !page.blocks("java").isEmpty());
	}

	private void start(List<String> blocks, CapturedOutput output) throws Exception {
		CompiledSnippets snippets = CompiledSnippets.compile(blocks, this.folder);
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(snippets.classLoader()),
				snippets.type("Application"));
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(snippets.classLoader());
		System.setProperty("aws.region", "eu-west-1");
		try (ConfigurableApplicationContext context = application.run(SETTINGS.toArray(String[]::new))) {
			assertThat(snippets.types()).filteredOn(SnippetsTests::isComponent)
				.isNotEmpty()
				.allSatisfy((type) -> assertThat(context.getBeanNamesForType(type)).hasSize(1));
			assertThat(snippets.types()).filteredOn((type) -> isComponent(type) && isMetered(type))
				.allSatisfy((type) -> assertThat(AopUtils.isAopProxy(context.getBean(type))).isTrue());
			assertThat(scrape(context)).contains("jvm_info");
			assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN "))).isEmpty();
		}
		finally {
			System.clearProperty("aws.region");
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static boolean isComponent(Class<?> type) {
		return MergedAnnotations.from(type).isPresent(Component.class);
	}

	private static boolean isMetered(Class<?> type) {
		List<MergedAnnotations> annotations = new ArrayList<>(List.of(MergedAnnotations.from(type)));
		ReflectionUtils.doWithLocalMethods(type, (method) -> annotations.add(MergedAnnotations.from(method)));
		return annotations.stream().anyMatch((found) -> found.isPresent(MeteredJob.class));
	}

	private static String scrape(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		String port = context.getEnvironment().getProperty("local.server.port");
		URI address = URI.create("http://localhost:" + port + "/actuator/prometheus");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
