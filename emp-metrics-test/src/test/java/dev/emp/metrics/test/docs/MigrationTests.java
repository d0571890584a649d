package dev.emp.metrics.test.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.observation.aop.ObservedAspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.aspectj.annotation.AspectJProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that the queries of the page, old and new, ask for what is there.
 */
class MigrationTests extends DocumentedJobs {

	private static final String FROM_MICROMETER = "From @Timed, @Counted and @Observed";

	private static final String FROM_TYPESCRIPT = "From OpenTelemetry counters in TypeScript";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void theTypeScriptProcessorBecomesOneAnnotation() {
		with(new JobProcessor(), (handler) -> {
			handler.process(new JobProcessor.JobData("gpu", 5));
			assertThatJob(this.registry, "generate").withTag("service", "gpu").withTag("priority", "5").completed(1);
			assertThat(this.registry.get("job.output.size").summary().totalAmount()).isEqualTo(12);
		});
	}

	@ParameterizedTest
	@MethodSource("newQueries")
	void newQueriesSpeakOfOurMeters(Query query) {
		Map<String, Set<String>> known = new HashMap<>();
		JobsPage.sections(Path.of("../docs/meters.md")).forEach((section) -> section.rows().forEach((row) -> {
			Set<String> labels = new TreeSet<>(Set.of("worker_id"));
			CODE.matcher(row.get(4)).results().forEach((tag) -> labels.add(tag.group(1).replace('.', '_')));
			names(row.get(1).replace("`", ""), row.get(2)).forEach((name) -> {
				known.put(name, new TreeSet<>(labels));
				if (name.endsWith("_bucket")) {
					known.getOrDefault(name, Set.of()).add("le");
				}
			});
		}));
		query.speaksOf(known);
	}

	@ParameterizedTest
	@MethodSource("oldQueries")
	void oldQueriesSpeakOfTheOldMeters(Query query) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.registry));
		AspectJProxyFactory factory = new AspectJProxyFactory(new Old());
		factory.setProxyTargetClass(true);
		factory.addAspect(new TimedAspect(this.registry));
		factory.addAspect(new CountedAspect(this.registry));
		factory.addAspect(new ObservedAspect(observations));
		Old old = factory.getProxy();
		old.render();
		old.running();
		Map<String, Set<String>> known = new HashMap<>();
		Sample.all(this.registry.scrape()).forEach((sample) -> known.put(sample.name(), sample.labels().keySet()));
		query.speaksOf(known);
	}

	@Test
	void promtoolReadsEachQuery(@TempDir Path directory) throws Exception {
		StringBuilder rules = new StringBuilder("groups:\n- name: page\n  rules:\n");
		List<Query> queries = Stream.of(newQueries(), oldQueries(), queries(FROM_TYPESCRIPT, 1))
			.flatMap((each) -> each)
			.toList();
		for (int i = 0; i < queries.size(); i++) {
			rules.append("  - record: query_").append(i).append("\n    expr: >-\n      ").append(queries.get(i).text());
			rules.append('\n');
		}
		Path file = Files.writeString(directory.resolve("rules.yaml"), rules);
		Process promtool = promtool(file);
		String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output).contains("SUCCESS: " + queries.size() + " rules found");
	}

	private static Process promtool(Path file) {
		try {
			return new ProcessBuilder("promtool", "check", "rules", file.toString()).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			assumeTrue(false, "promtool is not on the path");
			throw new IllegalStateException(ex);
		}
	}

	static Stream<Query> newQueries() {
		return Stream.of(FROM_MICROMETER, FROM_TYPESCRIPT).flatMap((heading) -> queries(heading, 2));
	}

	static Stream<Query> oldQueries() {
		return queries(FROM_MICROMETER, 1);
	}

	private static Stream<Query> queries(String heading, int column) {
		return JobsPage.section(heading)
			.rows()
			.stream()
			.flatMap((row) -> CODE.matcher(row.get(column)).results())
			.filter((code) -> code.group(1).contains("("))
			.map((code) -> new Query(code.group(1)));
	}

	private static Stream<String> names(String name, String type) {
		return switch (type) {
			case "timer", "summary" -> Stream.of("_bucket", "_count", "_sum").map(name::concat);
			default -> Stream.of(name);
		};
	}

	/** Metered by the annotations of Micrometer. */
	static class Old {

		@Timed(value = "render", histogram = true)
		@Counted("rendered")
		@Observed(name = "observed")
		void render() {
		}

		@Timed(value = "render.running", longTask = true)
		void running() {
		}

	}

}
