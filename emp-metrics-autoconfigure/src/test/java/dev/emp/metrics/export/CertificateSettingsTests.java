package dev.emp.metrics.export;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.NestedExceptionUtils;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for certificates and keys of the export, with applications that start.
 */
class CertificateSettingsTests {

	private static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					OTEL_EXPORTER_OTLP_CERTIFICATE=/no/such.pem | OTEL_EXPORTER_OTLP_CERTIFICATE is '/no/such.pem'
					OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE=/no/such.pem | OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE is '/no/such.pem'
					OTEL_EXPORTER_OTLP_CLIENT_KEY=/no/such.key | OTEL_EXPORTER_OTLP_CLIENT_KEY is '/no/such.key'
					management.otlp.metrics.export.ssl.bundle=otlp | management.otlp.metrics.export.ssl.bundle is 'otlp'
					""")
	void namesTheSettingOfCertificatesThatCannotBeUsed(String setting, String message) {
		assertThat(failure(setting)).startsWith(message + ", which cannot be used: ");
	}

	@Test
	void namesTheVariableOfTheFileThatIsMissing(@TempDir Path folder) {
		String certificate = "OTEL_EXPORTER_OTLP_CERTIFICATE=" + TestCertificate.of(folder, "localhost").pem();
		String[] ofClient = { "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=/no/such.pem",
				"OTEL_EXPORTER_OTLP_CLIENT_KEY=/no/such.key" };
		ExportApplication.withoutReceiver().with(certificate, COLLECTOR).run().close();
		assertThat(failure(certificate, ofClient[0], ofClient[1]))
			.startsWith("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE is '/no/such.pem', which cannot be used: ");
	}

	@Test
	void namesTheBundleOfAFileThatIsMissing() {
		assertThat(failure("management.otlp.metrics.export.ssl.bundle=otlp",
				"spring.ssl.bundle.pem.otlp.truststore.certificate=file:/no/such.pem"))
			.startsWith("management.otlp.metrics.export.ssl.bundle is 'otlp', which cannot be used: ")
			.contains("/no/such.pem");
	}

	private static String failure(String... settings) {
		ExportApplication application = ExportApplication.withoutReceiver().with(COLLECTOR).with(settings);
		Exception failure = catchThrowableOfType(Exception.class, application::run);
		assertThat(failure).rootCause().isInstanceOf(InvalidSettingException.class);
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

}
