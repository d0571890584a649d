package dev.emp.metrics.export;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Dash0Properties} and {@link ExportProperties}.
 */
class Dash0PropertiesTests {

	@Test
	void takesAPlaceholderThatStandsForNothingForNoToken() {
		assertThat(new Dash0Properties(null, "${DASH0_API_TOKEN}", null).token()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "https://ingress.eu-west-1.aws.dash0.com, https://ingress.eu-west-1.aws.dash0.com/v1/metrics",
			"https://ingress.us-east-1.aws.dash0.com///, https://ingress.us-east-1.aws.dash0.com/v1/metrics",
			"https://ingress.dash0.com/v1/metrics, https://ingress.dash0.com/v1/metrics",
			"https://ingress.dash0.com/v1/metrics/, https://ingress.dash0.com/v1/metrics",
			"https://proxy:8443/dash0/?a=b#c, https://proxy:8443/dash0/v1/metrics",
			"https://proxy/a%20b@c/, https://proxy/a%20b@c/v1/metrics",
			"' https://ingress.dash0.com ', https://ingress.dash0.com/v1/metrics" })
	void addsThePathWhereItIsMissing(String endpoint, String address) {
		assertThat(new Dash0Properties(endpoint, null, null).address()).isEqualTo(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ingress.eu-west-1.aws.dash0.com:4317", "ingress.dash0.com", "grpc://ingress.dash0.com",
			"https://", "https:// ingress", "not a url", "https://user:hunter22@ingress.dash0.com",
			"https://user:hun/ter22@ingress.dash0.com" })
	void refusesWhatIsNoAddress(String endpoint) {
		Dash0Properties properties = new Dash0Properties(endpoint, null, null);
		assertThat(properties.address()).isNull();
		assertThat(properties.toString()).doesNotContain("ter22");
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> properties.check(false))
			.withMessageContaining("emp.metrics.export.dash0.endpoint")
			.withMessageContaining("DASH0_METRICS_ENDPOINT")
			.withMessageNotContaining("ter22")
			.satisfies(
					(ex) -> assertThat(ex.getRemedy()).contains("https://ingress.eu-west-1.aws.dash0.com/v1/metrics"));
	}

	@Test
	void knowsNothingWhereNothingIsSet() {
		Dash0Properties properties = new Dash0Properties(" ", "", null);
		assertThat(properties).isEqualTo(new Dash0Properties(null, null, null));
		assertThat(export(false, properties).credentials().headers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ab", "name with blanks", "abcdefghijklmnopqrstuvwxyz1", "données" })
	void refusesWhatIsNoDataset(String dataset) {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new Dash0Properties(null, null, dataset).check(false))
			.withMessageContaining(dataset)
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("DASH0_DATASET"));
	}

	@Test
	void refusesATokenThatNoHeaderCanCarryAndDoesNotShowIt() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> new Dash0Properties(null, "auth_hunter22\nnext", null).check(false))
			.withMessageNotContaining("hunter22")
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("DASH0_API_TOKEN").doesNotContain("hunter22"));
	}

	@Test
	void showsNoToken() {
		ExportProperties properties = export(false,
				new Dash0Properties("https://ingress.dash0.com", " auth_hunter22 ", "default"));
		assertThat(properties.credentials().headersFor("https://ingress.dash0.com/v1/metrics"))
			.containsEntry("Authorization", "Bearer auth_hunter22")
			.containsEntry("Dash0-Dataset", "default");
		assertThat(properties.toString() + properties.credentials()).doesNotContain("hunter22")
			.contains("******", "ingress.dash0.com");
	}

	@Test
	void givesTheTokenToNoOtherAddress() {
		Credentials credentials = export(false, new Dash0Properties("https://ingress.dash0.com", "auth_hunter22", null))
			.credentials();
		assertThat(credentials.headersFor("https://ingress.dash0.com/v1/metrics/")).isEmpty();
		assertThat(credentials.headersFor("http://ingress.dash0.com/v1/metrics")).isEmpty();
		assertThat(credentials.headersFor("https://other.dash0.com/v1/metrics")).isEmpty();
	}

	@Test
	void givesAnExposedTokenToNobodyUnlessAllowed() {
		Dash0Properties exposed = new Dash0Properties("http://proxy", "auth_hunter22", null);
		assertThat(export(false, exposed).credentials().headers()).isEmpty();
		assertThat(export(true, exposed).credentials().headers()).containsKey("Authorization");
	}

	private static ExportProperties export(boolean allowInsecure, Dash0Properties dash0) {
		ExportProperties defaults = new Binder(new MapConfigurationPropertySource()).bindOrCreate("emp.metrics.export",
				ExportProperties.class);
		return new ExportProperties(allowInsecure, defaults.drainRate(), defaults.descriptions(), false, dash0,
				defaults.spool(), defaults.retry(), defaults.shutdown(), defaults.health(), defaults.tiers());
	}

}
