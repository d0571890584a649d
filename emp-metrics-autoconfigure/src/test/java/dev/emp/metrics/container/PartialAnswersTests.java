package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what an engine leaves out costs nothing else, with a
 * {@link FakeDockerEngine} that answers as others than Docker do.
 */
@ExtendWith(OutputCaptureExtension.class)
@DisabledOnOs(OS.WINDOWS)
class PartialAnswersTests {

	/** Podman says neither the parts of memory nor whether a quota is enforced. */
	private static final String PODMAN = """
			{"read":"2026-11-30T10:00:00.5Z","cpu_stats":{"cpu_usage":{"total_usage":2500000000},
			 "throttling_data":{"periods":0,"throttled_periods":0,"throttled_time":0}},
			 "memory_stats":{"usage":52428800,"max_usage":104857600,"limit":104857600},
			 "blkio_stats":{"io_service_bytes_recursive":null},"pids_stats":{"current":3},
			 "networks":{"eth0":{"rx_bytes":700,"tx_bytes":90}}}
			""";

	private static final String STATE = """
			{"RestartCount":2,"State":{"Running":true,"StartedAt":"2026-11-30T09:59:00.5Z"},
			 "HostConfig":{"Memory":104857600}}
			""";

	@TempDir
	private Path directory;

	private FakeDockerEngine engine;

	private DockerSource source;

	@BeforeEach
	void start() throws IOException {
		this.engine = new FakeDockerEngine(this.directory.resolve("docker.sock"));
		this.engine.run(1);
		this.source = new DockerSource(
				new DockerEngine(DockerEndpoint.of("unix://" + this.engine.socket), Duration.ofSeconds(5), false),
				new ContainerFilter(List.of(), List.of()), new ContainerLimit(50, "limit", () -> {
				}), (id) -> false, (disk) -> true, null);
		answer("/stats", PODMAN);
		answer(FakeDockerEngine.id(1) + "/json", STATE);
	}

	@AfterEach
	void stop() throws IOException {
		this.engine.close();
	}

	@Test
	void memoryWithoutItsPartsIsShownAsAWhole() throws IOException {
		ContainerReading reading = read();
		assertThat(reading.memory()).isEqualTo(new Memory(52_428_800, Double.NaN, 104_857_600, Double.NaN));
		assertThat(reading.cpu()).as("without a quota").isEqualTo(new Cpu(2.5, Double.NaN, Double.NaN));
		assertThat(reading.disk()).isEqualTo(Io.UNKNOWN);
		assertThat(reading.network()).isEqualTo(new Io(700, 90));
		assertThat(reading.pids()).isEqualTo(3);
		assertThat(reading.restarts()).isEqualTo(2);
		assertThat(reading.uptime()).isEqualTo(60);
	}

	@Test
	void withoutUsageTheLimitIsKnown() throws IOException {
		answer("/stats", PODMAN.replace("\"usage\":52428800,", "\"usage\":-1,"));
		assertThat(read().memory()).isEqualTo(new Memory(Double.NaN, Double.NaN, 104_857_600, Double.NaN));
	}

	@Test
	void withoutTheMomentOnlyTheUptimeIsUnknown() throws IOException {
		for (String moment : new String[] { "null", "\"soon\"", "7" }) {
			answer("/stats", PODMAN.replace("\"2026-11-30T10:00:00.5Z\"", moment));
			ContainerReading reading = read();
			assertThat(reading.uptime()).as(moment).isNaN();
			assertThat(reading.memory().usage()).as(moment).isEqualTo(52_428_800);
			assertThat(reading.cpu().time()).as(moment).isEqualTo(2.5);
			assertThat(reading.restarts()).as(moment).isEqualTo(2);
		}
	}

	@Test
	void aStateThatIsNotAnsweredCostsItselfAlone(CapturedOutput output) throws IOException {
		assertThat(read().restarts()).isEqualTo(2);
		this.engine.faults.put(FakeDockerEngine.id(1) + "/json", FakeDockerEngine
			.says(FakeDockerEngine.status("500 Internal Server Error", "{\"message\":\"out of luck\"}")));
		answer("/stats", PODMAN.replace("52428800", "52428801"));
		for (int round = 0; round < 2; round++) {
			ContainerReading reading = read();
			assertThat(reading.memory().usage()).isEqualTo(52_428_801);
			assertThat(reading.restarts()).as("for a while").isEqualTo(2);
			assertThat(reading.memory().limit()).isEqualTo(104_857_600);
		}
		ContainerReading reading = read();
		assertThat(reading.memory()).isEqualTo(new Memory(52_428_801, Double.NaN, Double.NaN, Double.NaN));
		assertThat(reading.restarts()).isNaN();
		assertThat(output).containsOnlyOnce("1 of 1 containers did not answer, or not fully").contains("out of luck");
	}

	@Test
	void aStateThatFailsEveryOtherLookIsSaidThreeTimes(CapturedOutput output) throws IOException {
		for (int i = 0; i < 40; i++) {
			this.engine.faults.put(FakeDockerEngine.id(1) + "/json",
					FakeDockerEngine.says(FakeDockerEngine.status("500 Internal Server Error", "{}")));
			read();
			answer(FakeDockerEngine.id(1) + "/json", STATE);
			read();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("containers"))).hasSize(3)
			.anyMatch((line) -> line.contains("All containers answer again."))
			.last()
			.asString()
			.contains("WARN", "1 of 1 containers did not answer", "It comes and goes.");
	}

	@Test
	void aContainerThatWasNeverReadHasNoUse() throws IOException {
		answer("/stats", PODMAN.replace("2026-11-30T10:00:00.5Z", "0001-01-01T00:00:00Z"));
		ContainerReading reading = read();
		assertThat(reading.cpu()).isEqualTo(Cpu.UNKNOWN);
		assertThat(reading.memory()).isEqualTo(Memory.UNKNOWN);
		assertThat(reading.restarts()).isEqualTo(2);
	}

	private ContainerReading read() throws IOException {
		return this.source.read().readings().get(0);
	}

	private void answer(String path, String json) {
		this.engine.faults.put(path, FakeDockerEngine.says(FakeDockerEngine.ok(json)));
	}

}
