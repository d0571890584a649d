package dev.emp.metrics.export;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.ssl.SslBundle;

import dev.emp.metrics.export.Answer.Kind;
import dev.emp.metrics.support.DaemonThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpTransport} behind a proxy that the JVM's properties name. The
 * receiver's name is known to the proxy alone.
 */
@Isolated
@Timeout(60)
class ProxyTests {

	private static final String HOST = "receiver.invalid";

	@Test
	void sendsThroughAProxy() throws Exception {
		try (FaultyReceiver receiver = FaultyReceiver.start(); LittleProxy proxy = new LittleProxy(receiver.port())) {
			assertThat(send("http", proxy.port(), receiver.url(HOST), null).kind()).isEqualTo(Kind.DELIVERED);
			assertThat(receiver.storedPoints()).isEqualTo(1);
			assertThat(proxy.lines())
				.containsExactly("POST http://" + HOST + ":" + receiver.port() + "/v1/metrics HTTP/1.1");
		}
	}

	@Test
	void sendsThroughATunnelWhereItIsEncrypted(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.of(directory, HOST);
		try (FaultyReceiver receiver = FaultyReceiver.startTls(certificate.server());
				LittleProxy proxy = new LittleProxy(receiver.port())) {
			assertThat(send("https", proxy.port(), receiver.url(HOST), certificate.trusted()).kind())
				.isEqualTo(Kind.DELIVERED);
			assertThat(receiver.storedPoints()).isEqualTo(1);
			assertThat(proxy.lines()).containsExactly("CONNECT " + HOST + ":" + receiver.port() + " HTTP/1.1");
		}
	}

	@Test
	void holdsTheBatchWhileTheProxyIsDown() throws Exception {
		try (FaultyReceiver receiver = FaultyReceiver.start()) {
			LittleProxy proxy = new LittleProxy(receiver.port());
			proxy.close();
			assertThat(send("http", proxy.port(), receiver.url(HOST), null).kind()).isEqualTo(Kind.RETRY);
			assertThat(receiver.requests()).isEmpty();
		}
	}

	@Test
	void holdsTheBatchWhileTheProxyLetsNothingThrough() throws Exception {
		try (FaultyReceiver receiver = FaultyReceiver.start(); LittleProxy proxy = new LittleProxy(receiver.port())) {
			proxy.refuse();
			for (String scheme : List.of("http", "https")) {
				Answer answer = send(scheme, proxy.port(), scheme + "://" + HOST + ":4318/v1/metrics", null);
				assertThat(answer.kind()).isEqualTo(Kind.RETRY);
				assertThat(answer.reason()).isEqualTo("http_407");
				assertThat(answer.message()).contains("answered with status 407", "http.nonProxyHosts")
					.doesNotContain("log of the receiver");
			}
		}
	}

	private static Answer send(String scheme, int proxy, String address, @Nullable SslBundle bundle)
			throws InterruptedException {
		System.setProperty(scheme + ".proxyHost", "localhost");
		System.setProperty(scheme + ".proxyPort", String.valueOf(proxy));
		HttpClient client = HttpClients.prepare(Duration.ofSeconds(5), bundle, DaemonThreads.ofCaller()).build();
		try {
			return new HttpTransport(() -> client, Duration.ofSeconds(20), new Credentials(null, Map.of()),
					Clock.systemUTC())
				.send(Batches.plain("a"), new Target(address, Map.of("Authorization", "Bearer token")));
		}
		finally {
			System.clearProperty(scheme + ".proxyHost");
			System.clearProperty(scheme + ".proxyPort");
			HttpClients.stop(client);
		}
	}

}
