package dev.emp.metrics.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that secrets leave the process for their receiver alone, whatever it does.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenTests {

	private static final String SECRET = "hunter22";

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@AfterEach
	void stop() {
		this.receiver.stop();
		ExportApplication.resetLogging();
	}

	@Test
	void noLogAndNoFileAndNoAnswerHasASecretUnderAnyFault(@TempDir Path directory, CapturedOutput output)
			throws IOException {
		List<Fault> faults = faults();
		this.receiver.answers(faults.toArray(Fault[]::new));
		try (ConfigurableApplicationContext context = run(directory)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> this.receiver.requests().size() > faults.size());
			this.receiver.answersOtherwise(Fault.status(403));
			Awaitility.await().until(() -> health(context).contains("held-unauthorized"));
			assertThat(health(context)).doesNotContain(SECRET);
			assertThat(context.getBean(ExportEndpoint.class).send().toString()).contains("403").doesNotContain(SECRET);
			// a file that is renamed while the directory is walked ends the walk
			List<String> files = Awaitility.await()
				.ignoreException(UncheckedIOException.class)
				.until(() -> files(directory), (found) -> found.size() > 1);
			assertThat(files).noneMatch((text) -> text.contains(SECRET));
		}
		assertThat(this.receiver.requests()).allSatisfy((request) -> assertThat(request.headers().toString())
			.contains("Bearer " + SECRET, "x-tenant=" + SECRET));
		assertThat(output).contains(" TRACE ", "answered with status 401", "answered with status 403")
			.doesNotContain(SECRET);
	}

	private ConfigurableApplicationContext run(Path directory) {
		return new ExportApplication()
			.with("DASH0_METRICS_ENDPOINT=" + this.receiver.url(), "DASH0_API_TOKEN=" + SECRET,
					"OTEL_EXPORTER_OTLP_HEADERS=X-Tenant=" + SECRET, "logging.level.root=trace",
					"emp.metrics.export.spool.directory=" + directory, "emp.metrics.export.retry.delay=5ms",
					"emp.metrics.export.retry.max-delay=20ms", "management.otlp.metrics.export.read-timeout=300ms",
					"management.otlp.metrics.export.connect-timeout=300ms",
					"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
					"spring.jmx.enabled=true", "OTEL_METRIC_EXPORT_INTERVAL=150")
			.run();
	}

	private static List<Fault> faults() {
		Stream<Fault> statuses = Stream.of(400, 401, 403, 404, 413, 415, 429, 500, 502, 503, 504)
			.map((status) -> Fault.status(status));
		Stream<Fault> others = Stream.of(Fault.hang(), Fault.hangAfterHeaders(200), Fault.slowDrip(401),
				Fault.resetMidRequest(), Fault.resetMidAnswer(), Fault.storedButAckLost(), Fault.garbage(),
				Fault.html(), Fault.wrongContentType(), Fault.redirect(307, "http://localhost:1/"),
				Fault.partialSuccess(3, "no point of Bearer " + SECRET), Fault.status(401));
		return Stream.concat(statuses, others).toList();
	}

	private static String health(ConfigurableApplicationContext context) {
		return String.valueOf(context.getBean("empExportHealthIndicator", HealthIndicator.class).health());
	}

	private static List<String> files(Path directory) throws IOException {
		try (Stream<Path> all = Files.walk(directory)) {
			return all.filter(Files::isRegularFile).map(TokenTests::read).toList();
		}
	}

	private static String read(Path file) {
		try {
			byte[] all = Files.readAllBytes(file);
			byte[] header = Arrays.copyOf(all, Math.min(all.length, SpoolFile.HEADER_LENGTH));
			byte[] body = Arrays.copyOfRange(all, header.length, all.length);
			return file + text(header) + text((body.length > 0) ? Gzip.expand(body) : body);
		}
		catch (IOException ex) {
			// delivered meanwhile
			return "";
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
