package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of the metrics of containers with a real Docker Engine: three containers with
 * limits and a fixed load, which the sample application and {@code docker stats} see
 * alike.
 */
class DockerEngineComponentTests {

	private static final int MIB = 1 << 20;

	private static final String HOLD = "BEGIN { s = \"x\"; for (i = 0; i < 25; i++) s = s s; system(\"sleep 3600\") }";

	private static RunningDocker docker;

	@TempDir
	private static Path engine;

	@TempDir
	private Path folder;

	@BeforeAll
	static void startEngine() {
		docker = RunningDocker.start(engine);
	}

	@AfterAll
	static void stopEngine() {
		if (docker != null) {
			docker.close();
		}
	}

	@Test
	void agreesWithDockerStats() throws IOException {
		run("burner", "--cpus", "0.5", "busybox", "sh", "-c", "while :; do :; done");
		run("holder", "--memory", "256m", "busybox", "awk", HOLD);
		List<String> writer = new ArrayList<>(List.of("--memory", "64m"));
		writer.addAll(docker.diskLimit());
		writer.addAll(
				List.of("busybox", "sh", "-c", "dd if=/dev/zero of=/data/0 bs=1M count=1 oflag=direct; sleep 3600"));
		run("writer", writer.toArray(String[]::new));
		try (Worker worker = worker()) {
			await(worker, "container_disk_io_bytes_total", "writer\".*write");
			assertCpu(worker);
			assertMemory(worker);
			assertDisk(worker);
			assertNetwork(worker);
			assertThat(value(worker, "container_pids", "burner")).hasValue(1);
			assertThat(value(worker, "container_memory_limit_bytes", "writer")).hasValue(64 * MIB);
			assertThat(value(worker, "container_memory_limit_bytes", "burner")).as("it has none").isEmpty();
			assertThat(value(worker, "container_oom_kills_total", "burner")).as("the engine does not say").isEmpty();
		}
		docker.docker("rm", "--force", "burner", "holder", "writer");
	}

	private static void assertCpu(Worker worker) throws IOException {
		double[] first = cpu(worker);
		Awaitility.await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
		double[] last = cpu(worker);
		double ours = (last[1] - first[1]) / (last[0] - first[0]);
		double theirs = (last[3] - first[3]) / (last[2] - first[2]);
		assertThat(ours).as("of a core").isCloseTo(theirs, within(0.1)).isCloseTo(0.5, within(0.15));
		assertThat(last[4] - first[4]).as("seconds of throttling").isPositive();
		report("CPU, cores", ours, theirs);
	}

	/** Moments and processor times of ours and of the engine, and the throttled time. */
	private static double[] cpu(Worker worker) throws IOException {
		double before = number(worker, "container_cpu_time_seconds_total", "burner");
		// a reading is fresh when it changes
		double ours = Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.until(() -> number(worker, "container_cpu_time_seconds_total", "burner"), (value) -> value != before);
		double now = System.nanoTime() / 1e9;
		JsonNode stats = docker.stats("burner");
		return new double[] { now, ours, Instant.parse(stats.at("/read").asString()).toEpochMilli() / 1e3,
				stats.at("/cpu_stats/cpu_usage/total_usage").asDouble() / 1e9,
				number(worker, "container_cpu_throttled_time_seconds_total", "burner") };
	}

	private static void assertMemory(Worker worker) throws IOException {
		for (String line : docker.docker("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}", "holder")
			.lines()
			.toList()) {
			Matcher matcher = Pattern.compile("holder ([\\d.]+)MiB / .*").matcher(line);
			assertThat(matcher.matches()).as(line).isTrue();
			double theirs = Double.parseDouble(matcher.group(1)) * MIB;
			double ours = number(worker, "container_memory_usage_bytes", "holder");
			assertThat(theirs).isGreaterThan(32 * MIB);
			assertThat(ours).isCloseTo(theirs, within(theirs * 0.02));
			report("memory, bytes", ours, theirs);
		}
	}

	private static void assertDisk(Worker worker) throws IOException {
		double ours = number(worker, "container_disk_io_bytes_total", "writer\".*write");
		long theirs = written(docker.stats("writer"));
		docker.docker("exec", "writer", "dd", "if=/dev/zero", "of=/data/1", "bs=1M", "count=50", "oflag=direct");
		docker.docker("exec", "writer", "dd", "if=/data/1", "of=/dev/null", "bs=1M", "iflag=direct");
		double expected = written(docker.stats("writer")) - theirs;
		assertThat(expected).isBetween(50.0 * MIB, 51.0 * MIB);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(number(worker, "container_disk_io_bytes_total", "writer\".*write") - ours)
				.isCloseTo(expected, within(expected / 100)));
		report("disk, bytes written", number(worker, "container_disk_io_bytes_total", "writer\".*write") - ours,
				expected);
	}

	private static long written(JsonNode stats) {
		long bytes = 0;
		for (JsonNode device : stats.at("/blkio_stats/io_service_bytes_recursive")) {
			bytes += device.get("op").asString().equalsIgnoreCase("write") ? device.get("value").asLong() : 0;
		}
		return bytes;
	}

	private static void assertNetwork(Worker worker) throws IOException {
		double ours = number(worker, "container_network_io_bytes_total", "writer\".*transmit");
		long theirs = docker.stats("writer").at("/networks/eth0/tx_bytes").asLong();
		docker.docker("exec", "--detach", "writer", "busybox", "httpd", "-f", "-p", "9000", "-h", "/data");
		String address = docker.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", "writer");
		// it takes a moment to listen; another engine on the machine may forbid what is
		// forwarded
		docker.docker("exec", "holder", "sh", "-c",
				"for i in 1 2 3 4 5; do busybox timeout 10 wget -q -O /dev/null http://" + address
						+ ":9000/1 && exit 0; sleep 1; done; echo 'containers do not reach each other: iptables -P FORWARD "
						+ "ACCEPT'; exit 1");
		double expected = docker.stats("writer").at("/networks/eth0/tx_bytes").asLong() - theirs;
		assertThat(expected).isGreaterThan(50 * MIB);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(
					() -> assertThat(number(worker, "container_network_io_bytes_total", "writer\".*transmit") - ours)
						.isCloseTo(expected, within(expected / 100)));
		report("network, bytes transmitted",
				number(worker, "container_network_io_bytes_total", "writer\".*transmit") - ours, expected);
	}

	@Test
	void followsContainersAndTheEngine() throws IOException {
		run("steady", "busybox", "sleep", "3600");
		run("passing", "busybox", "sleep", "3600");
		try (Worker worker = worker()) {
			await(worker, "container_uptime_seconds", "steady");
			await(worker, "container_uptime_seconds", "passing");
			docker.docker("kill", "passing");
			awaitNone(worker, "passing");
			docker.docker("start", "passing");
			await(worker, "container_uptime_seconds", "passing");
			docker.docker("stop", "--time", "0", "passing");
			awaitNone(worker, "passing");
			run("failing", "--restart", "on-failure:100", "busybox", "sh", "-c", "sleep 2; exit 1");
			await(worker, "container_restarts_total", "failing");
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> value(worker, "container_restarts_total", "failing").orElse(0) >= 1);
			docker.docker("rm", "--force", "failing");
			docker.stopDaemon();
			awaitNone(worker, "steady");
			assertThat(worker.output()).containsOnlyOnce("The source container:docker failed: ");
			assertThat(Http.answers(worker.url("/actuator/health"))).isTrue();
			docker.startDaemon();
			docker.docker("start", "steady");
			await(worker, "container_uptime_seconds", "steady");
			assertThat(worker.output()).contains("The source container:docker answers again");
		}
		docker.docker("rm", "--force", "steady", "passing");
	}

	@Test
	void theProxyOfDeployLetsOnlyReadingThrough() throws IOException {
		run("proxied", "--memory", "64m", "busybox", "sleep", "3600");
		int port = RunningProgram.freePort();
		String proxy = "http://localhost:" + port;
		String container = proxy + "/v1.41/containers/" + docker.docker("inspect", "--format", "{{.Id}}", "proxied");
		try (RunningProgram running = RunningProgram.start(this.folder, "haproxy",
				List.of(Program.HAPROXY.path(), "-f", "../deploy/docker-proxy.cfg"),
				Map.of("DOCKER_PROXY_BIND", "localhost:" + port, "DOCKER_SOCKET", docker.socket()));
				Worker worker = worker(proxy)) {
			running.awaitAnswer(proxy + "/_ping");
			await(worker, "container_restarts_total", "proxied");
			assertThat(value(worker, "container_memory_limit_bytes", "proxied")).hasValue(64 * MIB);
			assertThat(Http.post(container + "/pause", "text/plain", new byte[0])).isEqualTo(403);
			for (String refused : List.of(container + "/logs", container + "/archive?path=/", proxy + "/info",
					proxy + "/v1.41/containers/json/../../images/json")) {
				assertThat(Http.get(refused).statusCode()).as(refused).isEqualTo(403);
			}
		}
		docker.docker("rm", "--force", "proxied");
	}

	private Worker worker() {
		return worker(docker.endpoint());
	}

	private Worker worker(String endpoint) {
		return Worker.start(this.folder, "worker", Map.of("ENABLE_DOCKER_METRICS", "true"),
				"--emp.metrics.container.docker.endpoint=" + endpoint, "--emp.metrics.container.interval=1s");
	}

	private static void run(String name, String... arguments) {
		List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name));
		command.addAll(List.of(arguments));
		docker.docker(command.toArray(String[]::new));
	}

	private static void await(Worker worker, String metric, String container) {
		Awaitility.await(metric + " of " + container)
			.atMost(Duration.ofSeconds(30))
			.until(() -> value(worker, metric, container).isPresent());
	}

	private static void awaitNone(Worker worker, String container) {
		Awaitility.await("no series of " + container)
			.atMost(Duration.ofSeconds(40))
			.until(() -> value(worker, "container_[a-z_]+", container).isEmpty());
	}

	private static double number(Worker worker, String metric, String container) throws IOException {
		return value(worker, metric, container).orElseThrow();
	}

	private static OptionalDouble value(Worker worker, String metric, String container) throws IOException {
		Pattern line = Pattern.compile(metric + "\\{.*container_name=\"" + container + ".*\\} (\\S+)");
		return Http.get(worker.url("/actuator/prometheus"))
			.body()
			.lines()
			.map(line::matcher)
			.filter(Matcher::matches)
			.mapToDouble((matcher) -> Double.parseDouble(matcher.group(1)))
			.findFirst();
	}

	private static void report(String what, double ours, double theirs) {
		System.out.printf("%s: %.4f, by the engine %.4f, differs by %.2f %%%n", what, ours, theirs,
				100 * Math.abs(ours - theirs) / theirs);
	}

}
