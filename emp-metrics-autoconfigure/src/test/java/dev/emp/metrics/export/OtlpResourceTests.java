package dev.emp.metrics.export;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpResource}.
 */
class OtlpResourceTests {

	private static final Map<String, String> BILLING = Map.of("service.name", "billing", "service.namespace", "shop",
			"deployment.environment.name", "prod", "service.instance.id", "1");

	@Test
	void readsTheTextsOfTheResource() {
		assertThat(OtlpResource.attributes(message())).isEqualTo(BILLING);
	}

	@Test
	void readsOfABrokenMessageWhatItCan() {
		byte[] message = message();
		for (int length = 0; length < message.length; length++) {
			assertThat(BILLING).containsAllEntriesOf(OtlpResource.attributes(Arrays.copyOf(message, length)));
		}
	}

	@Test
	void anotherInstanceIsOfTheSameService() {
		assertThat(OtlpResource.isOneService(BILLING, Map.of("service.name", "billing", "service.namespace", "shop",
				"deployment.environment.name", "prod", "service.instance.id", "2")))
			.isTrue();
	}

	@Test
	void anotherEnvironmentIsAnotherService() {
		assertThat(OtlpResource.isOneService(BILLING, Map.of("service.name", "billing", "service.namespace", "shop",
				"deployment.environment.name", "staging")))
			.isFalse();
	}

	@Test
	void anEnvironmentHasItsFormerNameAsWell() {
		Map<String, String> prod = Map.of("deployment.environment", "prod");
		assertThat(OtlpResource.isOneService(prod, Map.of("deployment.environment", "staging"))).isFalse();
		assertThat(OtlpResource.isOneService(prod, Map.of("deployment.environment.name", "prod"))).isTrue();
	}

	@Test
	void servicesWithoutANameAreOne() {
		assertThat(OtlpResource.isOneService(Map.of(), Map.of("service.name", "unknown_service"))).isTrue();
		assertThat(OtlpResource.isOneService(Map.of(), BILLING)).isFalse();
	}

	private static byte[] message() {
		return TestPoint.payload(BILLING, Instant.EPOCH, true).message();
	}

}
