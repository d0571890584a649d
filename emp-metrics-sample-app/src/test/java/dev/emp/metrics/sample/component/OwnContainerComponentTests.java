package dev.emp.metrics.sample.component;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the metrics of the own container inside a real one: what a process sees of its
 * limits, its throttling and what the kernel kills are the container's.
 */
class OwnContainerComponentTests {

	private static final int MIB = 1 << 20;

	/** Is killed rather than the application, which holds about as much. */
	private static final String TOO_MUCH = "echo 1000 > /proc/self/oom_score_adj; "
			+ "exec awk 'BEGIN { s = \"x\"; for (i = 0; i < 32; i++) s = s s }'";

	private static RunningDocker docker;

	@TempDir
	private static Path engine;

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

	@AfterEach
	void removeContainer() {
		docker.docker("rm", "--force", "contained");
	}

	@Test
	void seesItsOwnLimitsThrottlingAndKills() {
		run("--memory", "320m", "--cpus", "0.5");
		Map<String, Double> first = await("container.uptime");
		assertThat(first.get("container.memory.limit")).isEqualTo(320 * MIB);
		assertThat(first.get("container.memory.usage")).isBetween(20.0 * MIB, 320.0 * MIB);
		assertThat(first.get("container.pids")).isBetween(8.0, 200.0);
		assertThat(first.get("container.uptime")).isBetween(1.0, 120.0);
		assertThat(first.get("container.oom.kills")).isZero();
		assertThat(first).containsKeys("container.network.io receive", "container.network.io transmit")
			.doesNotContainKey("container.restarts");
		docker.docker("exec", "--detach", "contained", "sh", "-c", "while :; do :; done");
		docker.docker("exec", "--detach", "contained", "sh", "-c", TOO_MUCH);
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			Map<String, Double> last = last();
			assertThat(last.get("container.oom.kills")).isOne();
			assertThat(last.get("container.cpu.throttled.time")).isGreaterThan(0.5);
			assertThat(last.get("container.cpu.throttled.periods")).isPositive();
			assertThat(last.get("container.cpu.time")).isPositive();
			assertThat(last.get("container.uptime")).isGreaterThan(first.get("container.uptime"));
		});
		assertThat(tags())
			.containsExactly("container.id=" + id("contained") + ",container.image.name=unknown,container.name=self");
	}

	@Test
	void seesThemInEitherNamespaceOfCgroups() {
		for (String namespace : List.of("private", "host")) {
			run("--memory", "256m", "--cgroupns", namespace);
			assertThat(await("container.uptime").get("container.memory.limit")).as(namespace).isEqualTo(256 * MIB);
			assertThat(tags()).as(namespace).singleElement().asString().doesNotContain("container.id=self");
			removeContainer();
		}
	}

	@Test
	void seesThemOnAReadOnlyRootByItsHostName() {
		run("--memory", "256m", "--read-only", "--tmpfs", "/tmp", "--hostname", "render-7");
		assertThat(await("container.uptime").get("container.memory.limit")).isEqualTo(256 * MIB);
		assertThat(tags()).singleElement().asString().contains("container.name=render-7");
	}

	@Test
	void saysNothingOfTheNetworkOfTheMachine() {
		run("--network", "host");
		assertThat(await("container.uptime").keySet()).noneMatch((name) -> name.startsWith("container.network"))
			.contains("container.uptime")
			.doesNotContain("container.memory.limit");
	}

	@Test
	void hasNoNetworkWhereThereIsNone() {
		run("--network", "none", "--pid", "host");
		assertThat(await("container.pids").keySet()).noneMatch((name) -> name.startsWith("container.network"))
			.doesNotContain("container.uptime");
	}

	@Test
	void seesTheOthersThroughTheCgroupsOfTheMachineAndItselfOnce() {
		docker.docker("run", "--detach", "--name", "other", "--memory", "64m", "busybox", "sleep", "3600");
		for (String namespace : List.of("private", "host")) {
			run("--cgroupns", namespace, "--volume", "/sys:/host/sys:ro", "--env",
					"EMP_METRICS_CONTAINER_CGROUPS_ENABLED=true");
			Awaitility.await(namespace)
				.atMost(Duration.ofSeconds(90))
				.pollInterval(Duration.ofMillis(500))
				.untilAsserted(() -> assertThat(ids()).contains(id("other"), id("contained")).doesNotHaveDuplicates());
			removeContainer();
		}
		docker.docker("rm", "--force", "other");
	}

	private static String id(String container) {
		return docker.docker("inspect", "--format", "{{.Id}}", container).substring(0, 12);
	}

	private static List<String> ids() {
		return lines().stream()
			.filter((line) -> line.startsWith("container.memory.usage{"))
			.map((line) -> line.replaceAll(".*container.id=(\\w+).*", "$1"))
			.toList();
	}

	private static void run(String... options) {
		String home = System.getProperty("java.home");
		List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", "contained"));
		command.addAll(List.of(options));
		Set<String> mounted = Stream
			.concat(Stream.of("/lib", "/lib64", "/usr", home),
					Stream.concat(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)),
							javaSettings()))
			.filter((path) -> Files.exists(Path.of(path)))
			.map(OwnContainerComponentTests::absolute)
			.collect(Collectors.toSet());
		mounted.forEach((path) -> command.addAll(List.of("--volume", path + ":" + path + ":ro")));
		command.addAll(List.of("busybox", home + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
				"-cp", classPath(), ContainedProcess.class.getName()));
		docker.docker(command.toArray(String[]::new));
	}

	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((path) -> Files.exists(Path.of(path)))
			.map(OwnContainerComponentTests::absolute)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String absolute(String path) {
		return Path.of(path).toAbsolutePath().normalize().toString();
	}

	/** Debian's JDK links to its settings there. */
	private static Stream<String> javaSettings() {
		try (Stream<Path> settings = Files.list(Path.of("/etc"))) {
			return settings.map(Path::toString).filter((path) -> path.startsWith("/etc/java")).toList().stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	/**
	 * Wait for the metrics.
	 * @param meter the one that is registered last
	 * @return what was printed
	 */
	private static Map<String, Double> await(String meter) {
		return Awaitility.await("what the container prints")
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(500))
			.until(OwnContainerComponentTests::last, (meters) -> meters.containsKey(meter));
	}

	/**
	 * What was printed last.
	 * @return values by the name and, where there is one, the direction
	 */
	private static Map<String, Double> last() {
		Map<String, Double> meters = new LinkedHashMap<>();
		for (String line : lines()) {
			String direction = line.contains("direction=") ? " " + line.replaceAll(".*direction=(\\w+).*", "$1") : "";
			meters.put(line.substring(0, line.indexOf('{')) + direction,
					Double.parseDouble(line.substring(line.lastIndexOf(' '))));
		}
		return meters;
	}

	private static Set<String> tags() {
		return lines().stream()
			.filter((line) -> !line.contains("direction="))
			.map((line) -> line.substring(line.indexOf('{') + 1, line.indexOf('}')))
			.collect(Collectors.toSet());
	}

	private static List<String> lines() {
		String[] moments = docker.docker("logs", "contained").split(ContainedProcess.END + "\n", -1);
		String complete = (moments.length > 1) ? moments[moments.length - 2] : "";
		return complete.lines().filter((line) -> line.startsWith("container.")).toList();
	}

}
