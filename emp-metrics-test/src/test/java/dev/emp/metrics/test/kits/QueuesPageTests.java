package dev.emp.metrics.test.kits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.worker.WorkerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page on queues shows the code of the tests, and what a scrape gives.
 */
class QueuesPageTests {

	private static final Path SOURCES = Path.of("src/test/java/dev/emp/metrics/test/kits");

	private static final Pattern REGION = Pattern.compile("(?ms)^// tag::(\\S+)\\[]\\n(.*?)\\n// end::\\1\\[]$");

	private final String page = read(Path.of("../docs/queues.md"));

	@Test
	void theExamplesAreThoseOfTheTests() throws IOException {
		List<String> tested = new ArrayList<>();
		try (Stream<Path> files = Files.list(SOURCES)) {
			files.forEach((file) -> tested.addAll(found(REGION, 2, read(file))));
		}
		assertThat(tested).hasSize(5);
		assertThat(blocks("java")).containsExactlyInAnyOrderElementsOf(tested);
	}

	@Test
	void theSeriesAreThoseOfAScrape() throws Exception {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		OrderStore orders = new OrderStore();
		orders.insert();
		RenderPool pool = new RenderPool();
		Occupied occupied = new Occupied(RenderThreads.of(pool), pool);
		occupied.occupy(1);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class,
					WorkerAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> registry)
			.withBean(OrderQueueProbe.class, orders)
			.withBean(RenderPool.class, () -> pool)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(series(registry.scrape()))
					.isEqualTo(series(String.join("\n", blocks("prometheus"))))));
		occupied.release();
	}

	@Test
	void eachTestOfAKitIsListed() {
		assertThat(List.of(KitRun.of(ListQueueTests.class), KitRun.of(PermitPoolTests.class)))
			.allSatisfy((run) -> assertThat(run.passed()).isNotEmpty()
				.allSatisfy((test) -> assertThat(this.page).contains("`" + test + "`")));
	}

	private List<String> blocks(String language) {
		return found(Pattern.compile("(?ms)^```" + language + "\\n(.*?)\\n```$"), 1, this.page);
	}

	/**
	 * The series without those of the library itself, and the age without its value.
	 * @param scrape the text of a scrape
	 * @return the lines
	 */
	private static SortedSet<String> series(String scrape) {
		SortedSet<String> series = new TreeSet<>();
		scrape.lines()
			.filter((line) -> !line.startsWith("#") && !line.startsWith("emp_"))
			.forEach((line) -> series.add(line.replaceAll("(_seconds\\{.*}) .*", "$1")));
		return series;
	}

	private static List<String> found(Pattern pattern, int group, String text) {
		return pattern.matcher(text).results().map((MatchResult match) -> match.group(group)).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
