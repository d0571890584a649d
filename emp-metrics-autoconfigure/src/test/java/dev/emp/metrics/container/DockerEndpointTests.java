package dev.emp.metrics.container;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DockerEndpoint}.
 */
class DockerEndpointTests {

	@Test
	void isASocketOrAHost() throws IOException {
		assertThat(DockerEndpoint.of("unix:///var/run/docker.sock").socket()).isEqualTo("/var/run/docker.sock");
		assertThat(DockerEndpoint.of(" http://127.0.0.1:2375/ ").address()).hasToString("/127.0.0.1:2375");
		assertThat(DockerEndpoint.of("http://[::1]:2375").host()).isEqualTo("[::1]");
	}

	@Test
	void whatCannotWorkIsRefused() {
		assertRefused("/var/run/docker.sock", "begins neither with unix:// nor with http://");
		assertRefused("tcp://proxy:2375", "begins neither");
		assertRefused("https://proxy:2376", "begins neither");
		assertRefused("npipe:////./pipe/docker_engine", "begins neither");
		assertRefused("unix://var/run/docker.sock", "with three slashes");
		assertRefused("unix:///", "with three slashes");
		assertRefused("unix:///" + "x".repeat(120), "107 bytes");
		assertRefused("http://proxy", "does not name a host and a port");
		assertRefused("http://proxy:70000", "a port from 1 to 65535");
		assertRefused("http://my_proxy:1/", "a host with an underscore");
		assertRefused("http://proxy:2375?all=1", "has a query");
		assertRefused("http://proxy:2375#all", "or a fragment");
		assertRefused("http://proxy:2375/v1.41", "has a path");
		assertRefused("http://a b", "is no address");
		assertRefused("", "begins neither");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:secret@proxy:2375", "https://user:secret@proxy",
			"http://user:secret 1@proxy:1", "user:secret@proxy:2375" })
	void credentialsAreRefusedAndNotSaid(String text) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> DockerEndpoint.of(text))
			.withMessageContaining("has credentials")
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.getRemedy()).doesNotContain("secret"));
	}

	@Test
	void aFailureSaysWhatToDo() {
		DockerEndpoint endpoint = DockerEndpoint.of("unix:///run/docker.sock");
		assertThat(endpoint.unreachable(new SocketException("Permission denied")))
			.hasMessage("no Docker Engine at unix:///run/docker.sock: Permission denied. Let this user use the socket "
					+ "(mostly by the group docker), or set emp.metrics.container.docker.endpoint to a proxy");
		assertThat(endpoint.unreachable(new SocketException("No such file or directory")))
			.hasMessageContaining("Mount the socket");
		assertThat(endpoint.unreachable(new ConnectException("Connection refused"))).hasMessageContaining("Start it");
	}

	@Test
	void aHostThatNobodyKnowsIsAFailure() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> DockerEndpoint.of("http://no-such-host.invalid:2375").address());
	}

	@Test
	void aSocketThatTheLocaleCannotSpellFailsWhereItIsOpened() {
		// half a character, which no encoding has, as ASCII has no umlauts
		DockerEndpoint unspellable = new DockerEndpoint("unix:///run/engine.sock", "/run/\ud800", "localhost", 0);
		assertThatExceptionOfType(InvalidPathException.class).isThrownBy(unspellable::address)
			.withMessageContaining("Set LC_ALL=C.UTF-8");
	}

	private static void assertRefused(String text, String reason) {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> DockerEndpoint.of(text))
			.withMessageStartingWith("The property emp.metrics.container.docker.endpoint is '" + text + "'")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getRemedy()).contains("unix:///var/run/docker.sock"));
	}

}
