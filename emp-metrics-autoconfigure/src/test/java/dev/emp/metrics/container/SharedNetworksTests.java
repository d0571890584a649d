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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
		modes("bridge", "container:" + OWNER);
		assertThat(networks((id) -> false)).containsExactly(COUNTED, Io.UNKNOWN);
		modes("bridge", "my-network");
		assertThat(networks((id) -> false)).containsExactly(COUNTED, COUNTED);
	}

	@Test
	void theStateSaysItWhereTheListDoesNot() throws IOException {
		this.engine.faults.put(USER + "/json", FakeDockerEngine
			.says(FakeDockerEngine.ok("{\"HostConfig\":{\"NetworkMode\":\"container:" + OWNER + "\"}}")));
		assertThat(networks((id) -> false)).as("Podman lists all as of the machine")
			.containsExactly(COUNTED, Io.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "host", "none" })
	void whatPodmanSaysOfTheNetworkOfTheMachineOrOfNoneIsNotCounted(String mode) throws IOException {
		this.engine.faults.put(USER + "/json",
				FakeDockerEngine.says(FakeDockerEngine.ok("{\"HostConfig\":{\"NetworkMode\":\"" + mode + "\"}}")));
		this.engine.faults.put(USER + "/stats", FakeDockerEngine.says(FakeDockerEngine
			.ok("{\"read\":\"2026-11-25T17:31:09Z\",\"networks\":{\"network\":{\"rx_bytes\":0,\"tx_bytes\":0}}}")));
		assertThat(networks((id) -> false)).containsExactly(COUNTED, Io.UNKNOWN);
	}

	@Test
	void countsForTheFirstUserWhereItsOwnerIsExcluded() throws IOException {
		this.engine.run(3);
		String mode = "container:" + OWNER;
		list(listed(OWNER, "c1", "bridge"), listed(USER, "c2", mode), listed(FakeDockerEngine.id(3), "c3", mode));
		assertThat(networks("c1", 50)).as("by the list").containsExactly(COUNTED, Io.UNKNOWN);
		String state = FakeDockerEngine.ok("{\"HostConfig\":{\"NetworkMode\":\"" + mode + "\"}}");
		this.engine.faults.put(USER + "/json", FakeDockerEngine.says(state));
		this.engine.faults.put(FakeDockerEngine.id(3) + "/json", FakeDockerEngine.says(state));
		list(listed(OWNER, "c1", ""), listed(USER, "c2", ""), listed(FakeDockerEngine.id(3), "c3", ""));
		assertThat(networks("c1", 50)).as("by the state").containsExactly(COUNTED, Io.UNKNOWN);
	}

	@Test
	void countsForItsUserWhereItsOwnerIsBeyondTheLimit() throws IOException {
		list(listed(OWNER, "c1", "bridge\"},\"Created\":7,\"Other\":{\"of\":\""),
				listed(USER, "c2", "container:" + OWNER));
		assertThat(networks("none", 1)).containsExactly(COUNTED);
		assertThat(networks("none", 2)).containsExactly(Io.UNKNOWN, COUNTED);
	}

	@Test
	void countsOnceWhereTheOwnerUsesTheNetworkOfAnother() throws IOException {
		this.engine.run(3);
		list(listed(OWNER, "c1", "bridge"), listed(USER, "c2", "container:c1"),
				listed(FakeDockerEngine.id(3), "c3", "container:" + USER));
		assertThat(networks("c1", 50)).containsExactly(COUNTED, Io.UNKNOWN);
		assertThat(networks("c2", 50)).containsExactly(COUNTED, Io.UNKNOWN);
	}

	@Test
	void namesThatLeadInACircleEnd() throws IOException {
		modes("container:c2", "container:c1");
		assertThat(networks((id) -> false)).hasSize(2);
	}

	@Test
	void countsForTheOwnContainerWhichUsesAnothers() throws IOException {
		modes("bridge", "container:" + OWNER);
		assertThat(networks(USER::equals)).as("metered with the own container").containsExactly(Io.UNKNOWN);
		modes("bridge", "container:c1");
		assertThat(networks(USER::equals)).as("by name").containsExactly(Io.UNKNOWN);
		modes("bridge", "bridge");
		assertThat(networks(USER::equals)).containsExactly(COUNTED);
	}

	private void modes(String ownersMode, String usersMode) {
		list(listed(OWNER, "c1", ownersMode), listed(USER, "c2", usersMode));
	}

	private void list(String... containers) {
		this.engine.faults.put("/containers/json",
				FakeDockerEngine.says(FakeDockerEngine.ok("[" + String.join(",", containers) + "]")));
	}

	private static String listed(String id, String name, String mode) {
		return "{\"Id\":\"" + id + "\",\"Names\":[\"/" + name + "\"],\"HostConfig\":{\"NetworkMode\":\"" + mode
				+ "\"}}";
	}

	private List<Io> networks(String excluded, int limit) throws IOException {
		return networks(excluded, limit, (id) -> false);
	}

	private List<Io> networks(Predicate<String> isOwn) throws IOException {
		return networks("none", 50, isOwn);
	}

	private List<Io> networks(String excluded, int most, Predicate<String> isOwn) throws IOException {
		DockerEngine docker = new DockerEngine(DockerEndpoint.of("unix://" + this.engine.socket), Duration.ofSeconds(5),
				false);
		ContainerLimit limit = new ContainerLimit(most, "limit", () -> {
		});
		return new DockerSource(docker, new ContainerFilter(List.of(), List.of(excluded)), limit, isOwn, (disk) -> true,
				null)
			.read()
			.readings()
			.stream()
			.map(ContainerReading::network)
			.toList();
	}

}
