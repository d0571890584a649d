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
				"cri-containerd-" + ID + ".scope", "crio-" + ID + ".scope", "nerdctl-" + ID + ".scope",
				"kubepods-burstable-pod1_2.slice:cri-containerd:" + ID, "system.slice:docker:" + ID, "crio-" + ID,
				"libpod-" + ID, "libpod-payload-" + ID, "libpod-payload-" + ID + ".scope" }) {
			assertThat(ContainerIds.inName(name)).as(name).isEqualTo(ID);
		}
	}

	@Test
	void takesNothingElseForAContainer() {
		for (String name : new String[] { "", "docker", ID.substring(1), "0" + ID,
				ID.toUpperCase(java.util.Locale.ROOT), "libpod-conmon-" + ID + ".scope", "crio-conmon-" + ID + ".scope",
				"libpod-conmon-" + ID, "crio-conmon-" + ID, "system.slice:crio-conmon:" + ID, ID + ":x", "a:b" + ID,
				"docker-" + ID, "var-lib-docker-overlay2-" + ID + "-merged.mount", ID + ".mount", ID + ".scope.d",
				"buildkit", "x" + ID + ".scope" }) {
			assertThat(ContainerIds.inName(name)).as(name).isNull();
		}
	}

	@Test
	void findsTheIdOfAContainerOfATask() {
		String task = ID.substring(0, 32);
		for (String name : new String[] { task + "-1", task + "-2495160603" }) {
			assertThat(ContainerIds.inName(name)).isEqualTo(name);
			assertThat(ContainerIds.inPath("/ecs/" + task + "/" + name)).isEqualTo(name);
		}
		for (String name : new String[] { task, task + "-", task + "-12ab", task + "_1", "0" + task + "-1",
				task + "-1.scope", task.substring(1) + "-1" }) {
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
