package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.container.ContainerReading.Io;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a network of several containers, as {@code --network container:x} makes it,
 * counts once.
 */
@DisabledOnOs(OS.WINDOWS)
class SharedNetworksTests {

	private static final Io COUNTED = new Io(656, 0);

	private static final String OWNER = FakeDockerEngine.id(1);

	private static final String USER = FakeDockerEngine.id(2);

	@TempDir
	private Path directory;

	private FakeDockerEngine engine;

	@BeforeEach
	void start() throws IOException {
		this.engine = new FakeDockerEngine(this.directory.resolve("docker.sock"));
		this.engine.run(2);
	}

	@AfterEach
	void stop() throws IOException {
		this.engine.close();
	}

	@Test
	void countsForTheContainerWhoseNetworkItIs() throws IOException {
		list("bridge", "container:" + OWNER);
		assertThat(networks((id) -> false)).containsExactly(COUNTED, Io.UNKNOWN);
		list("bridge", "my-network");
		assertThat(networks((id) -> false)).containsExactly(COUNTED, COUNTED);
	}

	@Test
	void theStateSaysItWhereTheListDoesNot() throws IOException {
		this.engine.faults.put(USER + "/json", FakeDockerEngine
			.says(FakeDockerEngine.ok("{\"HostConfig\":{\"NetworkMode\":\"container:" + OWNER + "\"}}")));
		assertThat(networks((id) -> false)).as("Podman lists all as of the machine")
			.containsExactly(COUNTED, Io.UNKNOWN);
	}

	@Test
	void countsForTheOwnContainerWhichUsesAnothers() throws IOException {
		list("bridge", "container:" + OWNER);
		assertThat(networks(USER::equals)).as("metered with the own container").containsExactly(Io.UNKNOWN);
		list("bridge", "container:c1");
		assertThat(networks(USER::equals)).as("by name").containsExactly(Io.UNKNOWN);
		list("bridge", "bridge");
		assertThat(networks(USER::equals)).containsExactly(COUNTED);
	}

	private void list(String ownersMode, String usersMode) {
		this.engine.faults.put("/containers/json", FakeDockerEngine.says(FakeDockerEngine
			.ok("[" + listed(OWNER, "c1", ownersMode) + "," + listed(USER, "c2", usersMode) + "]")));
	}

	private static String listed(String id, String name, String mode) {
		return "{\"Id\":\"" + id + "\",\"Names\":[\"/" + name + "\"],\"HostConfig\":{\"NetworkMode\":\"" + mode
				+ "\"}}";
	}

	private List<Io> networks(Predicate<String> isOwn) throws IOException {
		DockerEngine docker = new DockerEngine(DockerEndpoint.of("unix://" + this.engine.socket), Duration.ofSeconds(5),
				false);
		ContainerLimit limit = new ContainerLimit(50, "limit", () -> {
		});
		return new DockerSource(docker, new ContainerFilter(List.of(), List.of()), limit, isOwn, (disk) -> true, null)
			.read()
			.readings()
			.stream()
			.map(ContainerReading::network)
			.toList();
	}

}
