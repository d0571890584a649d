package dev.emp.metrics.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DiskAutoConfiguration}.
 */
class DiskAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, DiskAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@TempDir
	private Path folder;

	@Test
	void metersTheWorkingDirectoryWhereThereIsNoWorkspace() {
		String expected = Files.isDirectory(Path.of("/workspace")) ? "/workspace"
				: Path.of("").toAbsolutePath().toString();
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String type : new String[] { "used", "free", "total" }) {
				Awaitility.await()
					.until(() -> registry.find("disk.usage").tags("path", expected, "type", type).gauge() != null);
			}
		});
	}

	@Test
	void aPathThatVanishesLosesItsOwnSeriesOnly() throws IOException {
		Path stays = Files.createDirectory(this.folder.resolve("stays"));
		Path goes = Files.createDirectory(this.folder.resolve("goes"));
		this.runner
			.withPropertyValues("emp.metrics.disk.paths=" + stays + "," + goes + "," + this.folder.resolve("never"),
					"emp.metrics.disk.interval=1s")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> registry.find("disk.usage").gauges().size() == 6);
				Files.delete(goes);
				Awaitility.await()
					.atMost(Duration.ofSeconds(40))
					.until(() -> registry.find("disk.usage").tag("path", goes.toString()).gauges().isEmpty());
				assertThat(registry.find("disk.usage").tag("path", stays.toString()).gauges()).hasSize(3);
				assertThat(up(registry, stays)).isEmpty();
				assertThat(up(registry, goes)).containsExactly(0.0);
				assertThat(up(registry, this.folder.resolve("never"))).containsExactly(0.0);
			});
	}

	@Test
	void findsTheWorkspaceByItsNameWithoutALookAtIt() throws IOException {
		assertThat(DefaultPath.find(this.folder)).isEqualTo(Path.of("").toAbsolutePath().toString());
		// a link that leads nowhere is there for whoever reads names only
		Files.createSymbolicLink(this.folder.resolve("workspace"), this.folder.resolve("nowhere"));
		assertThat(DefaultPath.find(this.folder)).isEqualTo(this.folder.resolve("workspace").toString());
		assertThat(DefaultPath.find(this.folder.resolve("absent"))).isEqualTo(Path.of("").toAbsolutePath().toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "workspace", "./here", "/a\0b" })
	void refusesWhatIsNoAbsolutePath(String path) {
		this.runner.withPropertyValues("emp.metrics.disk.paths[0]=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("emp.metrics.disk.paths")
				.hasMessageContaining("is no absolute path"));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("emp.metrics.disk.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("empDiskSources"));
	}

	private static List<Double> up(MeterRegistry registry, Path path) {
		return registry.find("emp.metrics.source.up")
			.tag("source", "disk:" + path)
			.gauges()
			.stream()
			.map(Gauge::value)
			.toList();
	}

}
