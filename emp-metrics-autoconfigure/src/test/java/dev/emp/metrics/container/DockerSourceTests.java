package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DockerSource} with a {@link FakeDockerEngine}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DockerSourceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	@TempDir
	private Path directory;

	private FakeDockerEngine engine;

	private DockerSource source;

	@BeforeEach
	void start() throws IOException {
		this.engine = new FakeDockerEngine(this.directory.resolve("docker.sock"));
		this.engine.run(3);
		this.source = source(TIMEOUT);
	}

	@AfterEach
	void stop() throws IOException {
		this.engine.close();
	}

	@Test
	void readsEachContainer() throws IOException {
		ContainerReadings readings = this.source.read();
		assertThat(readings.identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c2", "c3");
		assertThat(readings.identities()).extracting(ContainerIdentity::image).containsOnly("image");
		assertThat(readings.identities().get(2).id()).isEqualTo("0".repeat(12));
		assertThat(readings.readings()).hasSize(3).allSatisfy((reading) -> {
			assertThat(reading.cpu()).isEqualTo(new Cpu(7.368829, 20.834604, 289));
			assertThat(reading.memory().usage()).isEqualTo(335_872);
			assertThat(reading.memory().limit()).isEqualTo(128 << 20);
			assertThat(reading.memory().oomKills()).as("the engine does not say").isNaN();
			assertThat(reading.disk()).isEqualTo(new Io(0, 5 << 20));
			assertThat(reading.network()).isEqualTo(new Io(656, 0));
			assertThat(reading.restarts()).isZero();
			assertThat(reading.uptime()).isPositive();
		});
	}

	@Test
	void onlyGets() throws IOException {
		this.source.read();
		this.source.read();
		assertThat(this.engine.requests).hasSize(1 + 2 * 7).allSatisfy((request) -> {
			assertThat(request).startsWith("GET /").endsWith("\r\nConnection: close\r\n\r\n");
			assertThat(request.split(" ", 3)[1])
				.matches("/_ping|/v1\\.41/containers/(json|[0-9a-f]{64}/(json|stats\\?stream=false&one-shot=true))");
		});
	}

	@Test
	void usesTheOlderOfTwoVersions() throws IOException {
		this.engine.version = "1.24";
		this.source.read();
		assertThat(this.engine.requests.get(1)).startsWith("GET /v1.24/");
		this.engine.version = "1.99";
		source(TIMEOUT).read();
		assertThat(this.engine.requests).anyMatch((request) -> request.startsWith("GET /v1.51/containers/json "));
	}

	@Test
	void asksForTheVersionAgainAfterAFailure() throws IOException {
		this.source.read();
		this.engine.faults.put("/containers/json", FakeDockerEngine.says(FakeDockerEngine.status("400 Bad Request",
				"{\"message\":\"client version 1.41 is too old. Minimum supported API version is 1.44\"}")));
		assertFails("HTTP status 400", "client version 1.41 is too old");
		this.engine.faults.clear();
		this.engine.version = "1.44";
		this.source.read();
		assertThat(this.engine.requests).anyMatch((request) -> request.startsWith("GET /v1.44/"));
	}

	@Test
	void containersComeAndGo() throws IOException {
		assertThat(this.source.read().identities()).hasSize(3);
		List<?> rows = this.source.rows(this.source.read());
		assertThat(this.source.rows(this.source.read())).as("nothing changed").isSameAs(rows);
		this.engine.containers.remove(1);
		ContainerReadings after = this.source.read();
		assertThat(after.identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c3");
		assertThat(this.source.rows(after)).hasSize(rows.size() * 2 / 3);
		this.engine.containers.add(FakeDockerEngine.id(9));
		assertThat(this.source.read().identities()).extracting(ContainerIdentity::name)
			.containsExactly("c1", "c3", "c9");
	}

	@Test
	void aContainerThatGoesBetweenTheQuestionsIsNoFailure(CapturedOutput output) throws IOException {
		this.source.read();
		this.engine.faults.put(FakeDockerEngine.id(2) + "/stats",
				FakeDockerEngine.says(FakeDockerEngine.status("404 Not Found", "{\"message\":\"No such container\"}")));
		assertThat(this.source.read().identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c3");
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void aContainerThatDoesNotAnswerKeepsItsLastReadingForAWhile(CapturedOutput output) throws IOException {
		DockerSource quick = source(Duration.ofMillis(300));
		quick.read();
		this.engine.faults.put(FakeDockerEngine.id(2) + "/stats", FakeDockerEngine.HANG);
		for (int round = 0; round < 2; round++) {
			assertThat(quick.read().identities()).hasSize(3);
		}
		assertThat(quick.read().identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c3");
		this.engine.faults.clear();
		assertThat(quick.read().identities()).hasSize(3);
		assertThat(output).containsOnlyOnce("1 of 3 containers did not answer").contains("within 300 ms");
	}

	@Test
	void failsWhereNoneAnswers() {
		this.source = source(Duration.ofMillis(300));
		this.engine.faults.put("/stats", FakeDockerEngine.HANG);
		assertFails("no answer from unix://", "within 300 ms", "emp.metrics.container.docker.timeout");
	}

	@Test
	void manyContainersAreAskedAtOnce() throws IOException {
		this.engine.run(50);
		this.engine.faults.put("/stats", FakeDockerEngine.after(400,
				FakeDockerEngine.says(FakeDockerEngine.ok(RecordedTree.text("api/stats-v1.json")))));
		long begin = System.nanoTime();
		assertThat(this.source.read().identities()).hasSize(50);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		assertThat(Thread.getAllStackTraces().keySet()).as("of the source itself")
			.noneMatch((thread) -> thread.getName().contains("docker") && !thread.getName().startsWith("fake-"));
	}

	@Test
	void anAnswerThatDripsIsTaken() throws IOException {
		this.engine.run(1);
		this.engine.faults.put("/stats", (path, client) -> {
			String answer = FakeDockerEngine.chunked(RecordedTree.text("api/stats-v2.json"));
			for (int i = 0; i < answer.length(); i += 7) {
				FakeDockerEngine.write(client, answer.substring(i, Math.min(i + 7, answer.length())));
			}
		});
		assertThat(this.source.read().readings().get(0).memory().usage()).isEqualTo(335_872);
	}

	@Test
	void everyFaultIsOneFailureThatSaysWhatToDo() {
		String list = "/containers/json";
		fault("/_ping", "SSH-2.0-OpenSSH_9.2\r\n");
		assertFails("GET /_ping at unix://", "is it a Docker Engine?");
		fault("/_ping", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
		assertFails("no Api-Version: is it a Docker Engine?");
		fault("/_ping", "");
		assertFails("the connection ended before the answer did");
		fault(list, FakeDockerEngine.ok("{\"a\":\"b\"}"));
		assertFails("no list of containers: is it a Docker Engine?");
		fault(list, FakeDockerEngine.ok("[{\"Id\":\"" + FakeDockerEngine.id(1) + "\",]"));
		assertFails("GET /v1.41/containers/json", "no JSON at byte");
		fault(list, FakeDockerEngine.ok("[]").replace("Content-Length: 2", "Content-Length: 20"));
		assertFails("the connection ended before the answer did");
		fault(list, "HTTP/1.1 200 OK\r\n\r\n[" + " ".repeat(10 << 20) + "]");
		assertFails("longer than 4194304 bytes");
		fault(list, FakeDockerEngine.status("403 Forbidden", "<html>"));
		assertFails("HTTP status 403, <html>", "Let the proxy admit GET of /_ping");
		fault(list, FakeDockerEngine.status("500 Internal Server Error", "{\"message\":\"out of\\u0000 luck\"}"));
		assertFails("HTTP status 500", "out of");
		fault("/stats", FakeDockerEngine.ok("[]"));
		assertFails("no statistics of a container");
	}

	@Test
	void wrongTypesAreUnknownValues() throws IOException {
		this.engine.run(1);
		this.engine.faults.put("/stats", FakeDockerEngine.says(FakeDockerEngine
			.ok("{\"read\":\"2026-11-25T17:31:09Z\",\"cpu_stats\":null,\"memory_stats\":[],\"networks\":7}")));
		this.engine.faults.put(FakeDockerEngine.id(1) + "/json",
				FakeDockerEngine.says(FakeDockerEngine.ok("{\"State\":\"running\",\"RestartCount\":\"many\"}")));
		ContainerReading reading = this.source.read().readings().get(0);
		assertThat(reading.cpu()).isEqualTo(Cpu.UNKNOWN);
		assertThat(reading.memory().usage()).isNaN();
		assertThat(reading.restarts()).isNaN();
		assertThat(reading.uptime()).isNaN();
	}

	@Test
	void aProxyMayKeepTheStateToItself() throws IOException {
		try (FakeDockerEngine proxy = FakeDockerEngine.onPort()) {
			proxy.run(1);
			proxy.faults.put(FakeDockerEngine.id(1) + "/json",
					FakeDockerEngine.says(FakeDockerEngine.status("403 Forbidden", "no")));
			ContainerReading reading = source("http://localhost:" + proxy.port(), TIMEOUT).read().readings().get(0);
			assertThat(reading.memory().usage()).isEqualTo(335_872);
			assertThat(reading.memory().limit()).as("it may be that of the machine").isNaN();
			assertThat(reading.restarts()).isNaN();
			assertThat(reading.uptime()).isNaN();
			String host = "\r\nHost: localhost:" + proxy.port() + "\r\n";
			assertThat(proxy.requests).anyMatch((request) -> request.contains(host));
		}
		assertThatExceptionOfType(DockerException.class).isThrownBy(() -> source("http://localhost:1", TIMEOUT).read())
			.withMessageContaining("Connection refused");
	}

	@Test
	void betweenTwoRestartsOnlyTheRestartsAreKnown() throws IOException {
		this.engine.run(1);
		this.engine.faults.put("/stats", FakeDockerEngine.says(FakeDockerEngine
			.ok("{\"read\":\"0001-01-01T00:00:00Z\",\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":0}}}")));
		ContainerReading reading = this.source.read().readings().get(0);
		assertThat(reading.cpu()).isEqualTo(Cpu.UNKNOWN);
		assertThat(reading.restarts()).isZero();
	}

	@Test
	void anEngineThatComesBackIsReadAgain() throws IOException {
		this.source.read();
		this.engine.close();
		assertFails("no Docker Engine at unix://", "No such file or directory", "Mount the socket");
		Files.createFile(this.engine.socket);
		assertFails("no Docker Engine at unix://", "Connection refused", "Start it");
		Files.delete(this.engine.socket);
		this.engine = new FakeDockerEngine(this.engine.socket);
		this.engine.run(1);
		assertThat(this.source.read().identities()).hasSize(1);
	}

	@Test
	void anEngineThatDoesNotAcceptIsGivenUp() throws IOException {
		this.source = source(Duration.ofMillis(500));
		this.engine.faults.put("", FakeDockerEngine.HANG);
		assertFails("no answer from unix://");
	}

	@Test
	void endsWhenItIsInterrupted() throws InterruptedException {
		this.engine.faults.put("/containers/json", FakeDockerEngine.HANG);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread reader = new Thread(() -> {
			try {
				this.source.read();
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		reader.start();
		Awaitility.await().until(() -> this.engine.requests.size() == 2);
		reader.interrupt();
		reader.join(4000);
		assertThat(failure.get()).isInstanceOf(DockerException.class).hasMessageContaining("it was given up");
	}

	private void fault(String path, String answer) {
		this.engine.faults.clear();
		this.engine.faults.put(path, FakeDockerEngine.says(answer));
	}

	private void assertFails(String... parts) {
		assertThatExceptionOfType(DockerException.class).isThrownBy(() -> this.source.read())
			.satisfies((ex) -> assertThat(ex.toString()).contains(parts).doesNotContain("\n", "\0"));
	}

	private DockerSource source(Duration timeout) {
		return source("unix://" + this.engine.socket, timeout);
	}

	private static DockerSource source(String endpoint, Duration timeout) {
		return new DockerSource(new DockerEngine(DockerEndpoint.of(endpoint), timeout, false),
				new ContainerFilter(List.of(), List.of()), new ContainerLimit(50, "limit", () -> {
				}), (id) -> false, (disk) -> true, null);
	}

}
