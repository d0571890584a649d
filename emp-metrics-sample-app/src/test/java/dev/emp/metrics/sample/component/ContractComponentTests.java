package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the same contract holds on both ways to a real Prometheus: by a scrape of
 * the worker and over OTLP by a real Collector. One worker runs on Tomcat, the other on
 * Netty, under one service name.
 */
class ContractComponentTests {

	private static final String OVER_OTLP = "{job=\"emp-sample\"}";

	private static final String SCRAPED = "{job=\"emp-metrics\"}";

	@TempDir
	private static Path folder;

	private static OwnCgroup cgroup;

	private static RunningCollector collector;

	private static Worker tomcat;

	private static Worker netty;

	private static RunningProgram prometheus;

	private static String prometheusUrl;

	@BeforeAll
	static void start() throws IOException {
		String prometheusPath = Program.PROMETHEUS.path();
		collector = RunningCollector.start(folder);
		// a container and a GPU are what a machine of a build may not have
		cgroup = OwnCgroup.create("emp-contract");
		String gpus = "--emp.metrics.gpu.source=nvidia-smi";
		String nvidiaSmi = "--emp.metrics.gpu.nvidia-smi=" + nvidiaSmi();
		tomcat = Worker.startIn(cgroup, folder, "tomcat", collector.environment(), gpus, nvidiaSmi);
		netty = Worker.startIn(cgroup, folder, "netty", collector.environment(), gpus, nvidiaSmi,
				"--spring.main.web-application-type=reactive");
		tomcat.work();
		netty.work();
		int port = RunningProgram.freePort();
		prometheusUrl = "http://localhost:" + port;
		prometheus = RunningProgram.start(folder, "prometheus",
				List.of(prometheusPath, "--config.file=" + prometheusConfiguration(),
						"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=localhost:" + port),
				Map.of());
		prometheus.awaitAnswer(prometheusUrl + "/-/ready");
		Awaitility.await()
			.ignoreExceptions()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(500))
			.untilAsserted(() -> {
				for (String way : List.of(OVER_OTLP, SCRAPED)) {
					Scrape scrape = Scrape.of(prometheusUrl, way);
					for (SeedContract row : SeedContract.delivered()) {
						assertThat(scrape.only(row.series()).values("instance")).as(way + row.series()).hasSize(2);
					}
				}
			});
	}

	@AfterAll
	static void stop() {
		for (AutoCloseable closeable : new AutoCloseable[] { tomcat, netty, prometheus, collector, cgroup }) {
			close(closeable);
		}
	}

	@Test
	void bothWaysHaveWhatTheSeedNames() throws IOException {
		for (String way : List.of(OVER_OTLP, SCRAPED)) {
			Scrape scrape = Scrape.of(prometheusUrl, way);
			for (SeedContract row : SeedContract.delivered()) {
				assertThat(scrape.keys()).as(way).containsKey(row.series());
				assertThat(scrape.keys().get(row.series()))
					.allSatisfy((keys) -> assertThat(keys).containsAll(row.labels()));
				if (!row.bounds().isEmpty()) {
					assertThat(scrape.only(row.metric() + "_bucket")
						.values("le")
						.stream()
						.map((bound) -> Double.valueOf(bound.replace("+Inf", "Infinity")))
						.filter(Double::isFinite)
						.sorted()).as(way + row.metric()).isEqualTo(row.bounds());
				}
			}
		}
	}

	@Test
	void bothWaysHaveTheSameMetricsWithTheSameKeys() throws IOException {
		Map<String, Set<Set<String>>> overOtlp = Scrape.of(prometheusUrl, OVER_OTLP).keys();
		assertThat(overOtlp).isEqualTo(Scrape.of(prometheusUrl, SCRAPED).keys());
		assertThat(overOtlp.values()).allSatisfy((keys) -> assertThat(keys).hasSize(1));
		assertThat(overOtlp.values()).allSatisfy((keys) -> assertThat(keys)
			.allSatisfy((set) -> assertThat(set).noneMatch((key) -> key.startsWith("exported_"))));
	}

	@Test
	void twoHandlersNeverCollapse() throws IOException {
		for (String way : List.of(OVER_OTLP, SCRAPED)) {
			Scrape processed = Scrape.of(prometheusUrl, way).only("jobs_processed_total");
			assertThat(processed.values("job_name")).as(way)
				.containsExactly("archive", "compress", "hash", "index", "thumbnail", "words");
			assertThat(processed.series()).as(way).doesNotHaveDuplicates();
		}
	}

	@Test
	void twoProcessesWithOneServiceNameStayTwo() throws IOException {
		Scrape overOtlp = Scrape.of(prometheusUrl, OVER_OTLP);
		assertThat(overOtlp.values("instance")).hasSize(2);
		assertThat(value("sum(jobs_processed_total{job=\"emp-sample\",job_name=\"thumbnail\",status=\"completed\"})"))
			.isEqualTo(4);
		assertThat(value("sum(jobs_processed_total{job=\"emp-metrics\",job_name=\"thumbnail\",status=\"completed\"})"))
			.isEqualTo(4);
	}

	@Test
	void theActuatorShowsTheSame() throws IOException {
		for (Worker worker : List.of(tomcat, netty)) {
			assertThat(Http
				.json(worker.url("/actuator/metrics/jobs.processed?tag=job.name:thumbnail&tag=status:completed"))
				.get("measurements")
				.get(0)
				.get("value")
				.asDouble()).isEqualTo(2);
		}
	}

	private static double value(String query) throws IOException {
		return Double.parseDouble(Http.json(prometheusUrl + "/api/v1/query?query=" + Http.encode(query))
			.get("data")
			.get("result")
			.get(0)
			.get("value")
			.get(1)
			.asString());
	}

	private static Path nvidiaSmi() throws IOException {
		Path script = Files.writeString(folder.resolve("nvidia-smi"), """
				#!/bin/sh
				for argument; do
					case $argument in --query-gpu=*) fields=${argument#*=} ;; esac
				done
				IFS=,
				for field in $fields; do
					case $field in
						index) value=0 ;;
						name) value="NVIDIA L4" ;;
						uuid) value=GPU-5a1c2f0e-0001-4b7d-9d5e-000000000001 ;;
						driver_version) value=570.86.10 ;;
						utilization.*) value=75 ;;
						memory.used) value=5722 ;;
						memory.total) value=23034 ;;
						*) value="[N/A]" ;;
					esac
					line="$line${line:+, }$value"
				done
				echo "$line"
				""");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		return script;
	}

	private static Path prometheusConfiguration() throws IOException {
		String shipped = Files.readString(Path.of("../deploy/prometheus.yaml"));
		String adapted = shipped.replace("scrape_interval: 15s", "scrape_interval: 1s")
			.replace("[localhost:8080]", "[localhost:" + tomcat.port() + ", localhost:" + netty.port() + "]")
			.replace("[localhost:9464]", "[" + collector.prometheusAddress() + "]");
		assertThat(adapted.lines().filter((line) -> !shipped.contains(line)).collect(Collectors.toList())).hasSize(3);
		return Files.writeString(folder.resolve("prometheus.yaml"), adapted);
	}

	private static void close(AutoCloseable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
