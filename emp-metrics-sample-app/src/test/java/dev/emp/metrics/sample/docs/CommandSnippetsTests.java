package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the commands of the pages name files and modules that are there, and the
 * addresses and series that the sample has.
 */
class CommandSnippetsTests {

	private static final Pattern FILE = Pattern
		.compile("(?<![\\w/.-])(?:\\./)?((?:deploy|\\.ci|emp-metrics-[a-z-]+|mvnw)(?:/[\\w.-]+)*)(?![\\w:.-])");

	private static final Pattern ADDRESS = Pattern.compile("localhost:8080(/actuator[^\\s'`)]*)");

	private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)\\{(.*)} \\S+$");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

	// what the pages say that they leave out, and what not every machine has
	private static final Set<String> LEFT_OUT = Set.of("machine_id", "worker_id");

	private static final Pattern ELSEWHERE = Pattern.compile("(container|gpu|disk|system)_.*");

	private static ConfigurableApplicationContext sample;

	@BeforeAll
	static void start() {
		sample = SpringApplication.run(SampleApplication.class, "--server.port=0", "--sample.load.rate=20",
				"--sample.load.incident.duration=0", "--emp.metrics.interval=1s");
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void filesAndModulesAreThere(Page page) {
		assertThat(files(page).filter((file) -> !file.contains("/target/")))
			.allSatisfy((file) -> assertThat(Page.ROOT.resolve(file)).exists());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void scriptsCanBeRun(Page page) {
		assertThat(files(page).map(Page.ROOT::resolve)
			.filter((file) -> !file.getFileName().toString().contains(".") && Files.isRegularFile(file)))
			.allMatch(Files::isExecutable);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void addressesAnswer(String address) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(get(address).statusCode()).isEqualTo(200));
	}

	@ParameterizedTest
	@MethodSource("shownSeries")
	void scrapesShowTheirLabels(String page, String name, Set<String> labels, boolean complete) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			Set<Set<String>> real = new HashSet<>();
			SERIES.matcher(get("/actuator/prometheus").body())
				.results()
				.filter((found) -> found.group(1).equals(name))
				.forEach((found) -> real.add(labels(found, complete)));
			assertThat(real).as("%s of %s", name, page).contains(labels);
		});
	}

	static Stream<Page> pages() {
		return Page.all().stream();
	}

	static Stream<String> addresses() {
		return pages().flatMap((page) -> ADDRESS.matcher(page.text()).results())
			.map((found) -> found.group(1))
			.filter((address) -> !address.endsWith("/empexport"))
			.distinct();
	}

	static Stream<Object[]> shownSeries() {
		return pages()
			.flatMap((page) -> page.blocks("").stream().filter((block) -> block.contains("$ curl")).flatMap((block) -> {
				// a page that leaves labels out says so
				boolean complete = !page.text()
					.contains("(`machine_id` and `worker_id`, which each line has, are left out");
				return SERIES.matcher(block)
					.results()
					.filter((found) -> !ELSEWHERE.matcher(found.group(1)).matches())
					.map((found) -> new Object[] { page.name(), found.group(1), labels(found, complete), complete });
			}).distinct());
	}

	private static Set<String> labels(MatchResult series, boolean complete) {
		Set<String> labels = new TreeSet<>();
		LABEL.matcher(series.group(2)).results().forEach((label) -> labels.add(label.group(1)));
		if (!complete) {
			labels.removeAll(LEFT_OUT);
		}
		return labels;
	}

	private static Stream<String> files(Page page) {
		return Stream.of(page.blocks("sh"), page.blocks(""), page.inlineCode())
			.flatMap((code) -> code.stream())
			.flatMap((code) -> FILE.matcher(code).results())
			.map((found) -> found.group(1));
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI address = URI.create("http://localhost:" + sample.getEnvironment().getProperty("local.server.port") + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
	}

}
