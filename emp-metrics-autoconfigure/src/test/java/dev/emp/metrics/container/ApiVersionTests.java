package dev.emp.metrics.container;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiVersion}.
 */
class ApiVersionTests {

	@Test
	void isComparedByItsNumbers() {
		ApiVersion newer = new ApiVersion(1, 41);
		assertThat(ApiVersion.parse("1.9")).hasToString("1.9").isEqualTo(newer.min(new ApiVersion(1, 9)));
		assertThat(new ApiVersion(2, 0).min(newer)).isEqualTo(newer);
		assertThat(newer.min(newer)).isEqualTo(newer);
	}

	@Test
	void whatIsNoVersionIsNone() {
		for (String text : new String[] { null, "", "1", "1.", "1.41.2", "v1.41", "1.41/../..", "99999.1", "-1.4" }) {
			assertThat(ApiVersion.parse(text)).as(text).isNull();
		}
	}

}
