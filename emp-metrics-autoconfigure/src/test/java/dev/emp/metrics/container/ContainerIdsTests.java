package dev.emp.metrics.container;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContainerIds}.
 */
class ContainerIdsTests {

	private static final String ID = "0123456789abcdef".repeat(4);

	@Test
	void findsTheIdInTheNamesThatRuntimesGive() {
		for (String name : new String[] { ID, ID + ".scope", "docker-" + ID + ".scope", "libpod-" + ID + ".scope",
				"cri-containerd-" + ID + ".scope", "crio-" + ID + ".scope" }) {
			assertThat(ContainerIds.inName(name)).as(name).isEqualTo(ID);
		}
	}

	@Test
	void takesNothingElseForAContainer() {
		for (String name : new String[] { "", "docker", ID.substring(1), "0" + ID,
				ID.toUpperCase(java.util.Locale.ROOT), "libpod-conmon-" + ID + ".scope", "crio-conmon-" + ID + ".scope",
				"docker-" + ID, "var-lib-docker-overlay2-" + ID + "-merged.mount", ID + ".mount", ID + ".scope.d",
				"buildkit", "x" + ID + ".scope" }) {
			assertThat(ContainerIds.inName(name)).as(name).isNull();
		}
	}

	@Test
	void findsTheInnermostIdInAPath() {
		String inner = "f".repeat(64);
		assertThat(ContainerIds.inPath("/docker/" + ID + "/docker/" + inner + "/init.scope")).isEqualTo(inner);
		assertThat(ContainerIds.inPath("/docker/" + ID)).isEqualTo(ID);
		assertThat(ContainerIds.inPath("/")).isNull();
		assertThat(ContainerIds.inPath("")).isNull();
		assertThat(ContainerIds.inPath("//system.slice//")).isNull();
	}

	@Test
	void theShortFormHasTwelveCharacters() {
		assertThat(ContainerIds.abbreviate(ID)).isEqualTo("0123456789ab");
		assertThat(ContainerIds.abbreviate("abc")).isEqualTo("abc");
		assertThat(ContainerIds.isShort("0123456789ab")).isTrue();
		assertThat(ContainerIds.isShort("worker-00001")).isFalse();
	}

}
