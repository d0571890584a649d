package dev.emp.metrics.export;

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DestinationId}.
 */
class DestinationIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://h/v1/metrics", "http://other/v1/metrics", "http://h:81/v1/metrics",
			"http://h/v1/other", "http://h/v1/Metrics", "http://h/v1/metrics?bucket=a" })
	void tellsAddressesApart(String address) {
		assertThat(id(address)).matches("[0-9a-f]{16}").isNotEqualTo(id("http://h/v1/metrics"));
	}

	@ParameterizedTest
	@CsvSource({ "http://H/v1/metrics, HTTP://h:80/v1/metrics", "https://h/a, https://h:443/a",
			"http://u:old@h/a, http://u:new@h/a", "http://h/a?api_key=old, http://h/a?api_key=new",
			"http://h/a?b=1&X-Token=old, http://h/a?b=1", "http://h/a?code=old, http://h/a?code=new",
			"http://h/a?old, http://h/a?new", "http://h/a, http://h/a#fragment" })
	void theSameAddressStaysTheSameWhenItsSecretsChange(String one, String other) {
		assertThat(id(one)).isEqualTo(id(other));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Dash0-Dataset", "X-Scope-OrgID", "X-Honeycomb-Dataset", "x-tenant-id" })
	void tellsTenantsOfAnAddressApart(String header) {
		assertThat(id(Map.of(header, "prod"))).isNotEqualTo(id(Map.of(header, "staging")))
			.isNotEqualTo(id(Map.of()))
			.isEqualTo(id(Map.of(header.toUpperCase(Locale.ROOT), "prod")));
	}

	@Test
	void aTokenMayBeReplaced() {
		assertThat(id(Map.of("Authorization", "Bearer old", "Dash0-Dataset", "prod")))
			.isEqualTo(id(Map.of("Authorization", "Bearer new", "Dash0-Dataset", "prod")));
	}

	@Test
	void aTokenOfATenantIsNoTenant() {
		assertThat(id(Map.of("X-Tenant-Token", "old"))).isEqualTo(id(Map.of("X-Tenant-Token", "new")));
	}

	@Test
	void whatIsHeldForATenantThatNoHeaderCanHaveWaitsForARightOne() {
		assertThat(id(Map.of("X-Scope-OrgID", "\u56e2\u961f"))).isEqualTo(DestinationId.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost:4318", "null", "ftp://h/a", "http://a b/", "http://h:99999/v1/metrics" })
	void whatIsNoAddressIsNoDestination(String address) {
		assertThat(id(address)).isEqualTo(DestinationId.NONE);
	}

	private static String id(String address) {
		return DestinationId.of(address, Map.of());
	}

	private static String id(Map<String, String> headers) {
		return DestinationId.of("http://h/v1/metrics", headers);
	}

}
