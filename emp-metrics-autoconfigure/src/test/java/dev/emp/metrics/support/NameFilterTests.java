package dev.emp.metrics.support;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameFilter}.
 */
class NameFilterTests {

	@Test
	void admitsAllThatIsNotExcluded() {
		NameFilter filter = new NameFilter(List.of(), List.of("loop*", "zram0"));
		assertThat(filter.admits("vda")).isTrue();
		assertThat(filter.admits("loop7")).isFalse();
		assertThat(filter.admits("zram0")).isFalse();
		assertThat(filter.admits("zram01")).isTrue();
	}

	@Test
	void admitsNothingBesideWhatIsIncluded() {
		NameFilter filter = new NameFilter(List.of("veth-gpu", "eth*"), List.of("veth*", "eth1"));
		assertThat(filter.admits("veth-gpu")).isTrue();
		assertThat(filter.admits("eth1")).isTrue();
		assertThat(filter.admits("lo")).isFalse();
	}

}
