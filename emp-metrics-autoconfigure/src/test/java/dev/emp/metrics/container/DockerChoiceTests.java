package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which containers a {@link DockerSource} reads.
 */
@ExtendWith(OutputCaptureExtension.class)
class DockerChoiceTests {

	@TempDir
	private Path directory;

	private FakeDockerEngine engine;

	private final AtomicInteger overflow = new AtomicInteger();

	@BeforeEach
	void start() throws IOException {
		this.engine = new FakeDockerEngine(this.directory.resolve("docker.sock"));
		this.engine.run(3);
	}

	@AfterEach
	void stop() throws IOException {
		this.engine.close();
	}

	@Test
	void choosesByNameAndLabel() throws IOException {
		this.engine.labels = "{\"team\":\"render\",\"com.docker.compose.project\":\"p\"}";
		assertThat(chosen(List.of("c1", "c3*"), List.of("c1"))).containsExactly("c1", "c3");
		assertThat(chosen(List.of(), List.of("*2"))).containsExactly("c1", "c3");
		assertThat(chosen(List.of("label=team"), List.of())).hasSize(3);
		assertThat(chosen(List.of("label=team=render"), List.of())).hasSize(3);
		assertThat(chosen(List.of("label=team=other"), List.of())).isEmpty();
		assertThat(chosen(List.of(), List.of("label=com.docker.*"))).isEmpty();
		assertThat(chosen(List.of(), List.of("label=com.docker.compose.project=q"))).hasSize(3);
	}

	@Test
	void theOldestAreKeptWithinTheLimit(CapturedOutput output) throws IOException {
		DockerSource source = source(List.of(), List.of(), 2);
		assertThat(source.read().identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c2");
		this.engine.containers.add(0, FakeDockerEngine.id(4));
		assertThat(source.read().identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c2");
		source.read();
		assertThat(this.overflow).as("each once").hasValue(2);
		assertThat(output).containsOnlyOnce("emp.metrics.container.docker.max-containers");
	}

	@Test
	void aNumberThatPassesTheLimitNowAndThenIsSaidOnce(CapturedOutput output) {
		ContainerLimit limit = limit(2);
		for (int i = 0; i < 20; i++) {
			assertThat(limit.keep(List.of("a", "b"), (id) -> id)).hasSize(2);
			assertThat(limit.keep(List.of("a", "b", "c"), (id) -> id)).hasSize(2);
		}
		assertThat(output).containsOnlyOnce("emp.metrics.container.docker.max-containers");
	}

	@Test
	void leavesTheOwnContainerToItself() throws IOException {
		DockerSource other = new DockerSource(engine(false), new ContainerFilter(List.of(), List.of()), limit(50),
				FakeDockerEngine.id(2)::equals, (disk) -> true, null);
		assertThat(other.read().identities()).extracting(ContainerIdentity::name).containsExactly("c1", "c3");
	}

	private List<String> chosen(List<String> include, List<String> exclude) throws IOException {
		return source(include, exclude, 50).read().identities().stream().map(ContainerIdentity::name).toList();
	}

	private DockerSource source(List<String> include, List<String> exclude, int limit) {
		ContainerFilter filter = new ContainerFilter(include, exclude);
		return new DockerSource(engine(filter.usesLabels()), filter, limit(limit), (id) -> false, (disk) -> true, null);
	}

	private ContainerLimit limit(int limit) {
		return new ContainerLimit(limit, "emp.metrics.container.docker.max-containers", this.overflow::incrementAndGet);
	}

	private DockerEngine engine(boolean withLabels) {
		return new DockerEngine(DockerEndpoint.of("unix://" + this.engine.socket), Duration.ofSeconds(5), withLabels);
	}

}
