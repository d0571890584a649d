package dev.emp.metrics.support;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.MeterSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WantedMeters}.
 */
class WantedMetersTests {

	private static final MeterSpec RARE = MeterSpec.gauge("system.disk.rare", "Rarely looked at").offByDefault();

	@Test
	void leavesOutWhatIsOffByDefault() {
		assertThat(wants(Map.of())).isFalse();
		assertThat(new WantedMeters(Map.of()).test(MeterSpec.gauge("a", "Often looked at"))).isTrue();
	}

	@Test
	void theLongestPrefixThatTheUserSetsCounts() {
		assertThat(wants(Map.of("system.disk.rare", true))).isTrue();
		assertThat(wants(Map.of("system", true))).isTrue();
		assertThat(wants(Map.of("all", true))).isTrue();
		assertThat(wants(Map.of("system", true, "system.disk", false))).isFalse();
		assertThat(wants(Map.of("system.di", true))).isFalse();
	}

	@Test
	void leavesToBootWhatTheUserSwitchesOff() {
		assertThat(new WantedMeters(Map.of("all", false)).test(MeterSpec.gauge("a", "Often looked at"))).isTrue();
	}

	private static boolean wants(Map<String, Boolean> enable) {
		return new WantedMeters(enable).test(RARE);
	}

}
