package dev.emp.metrics.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import dev.emp.metrics.export.Answer.Kind;
import dev.emp.metrics.support.DaemonThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReloadingClient} and for TLS.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ReloadingClientTests {

	private static final Path directory = temporaryDirectory();

	private static final TestCertificate first = TestCertificate.of(directory, "localhost");

	private static final TestCertificate second = TestCertificate.of(directory, "localhost");

	@AfterAll
	static void delete() {
		FileSystemUtils.deleteRecursively(directory.toFile());
	}

	@Test
	void sendsWithTheBundle() throws Exception {
		try (FaultyReceiver receiver = FaultyReceiver.startTls(first.server());
				var client = client(new AtomicReference<>(first.trusted()))) {
			assertThat(send(client, receiver).kind()).isEqualTo(Kind.DELIVERED);
			assertThat(receiver.storedPoints()).isEqualTo(1);
		}
	}

	@Test
	void holdsTheBatchWhereTheCertificateHasExpired() throws Exception {
		assertUntrusted(TestCertificate.expired(directory, "localhost"), "validity check failed");
	}

	@Test
	void holdsTheBatchWhereTheCertificateIsOfAnotherHost() throws Exception {
		assertUntrusted(TestCertificate.of(directory, "elsewhere.example"), "matching localhost found");
	}

	@Test
	void usesABundleThatWasReloadedForTheNextExchange() throws Exception {
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("otlp", first.trusted());
		try (FaultyReceiver receiver = FaultyReceiver.startTls(first.server());
				var client = new ReloadingClient<SslBundle>(() -> registry.getBundle("otlp"),
						ReloadingClientTests::create)) {
			HttpClient before = client.get();
			assertThat(send(client, receiver).kind()).isEqualTo(Kind.DELIVERED);
			assertThat(client.get()).isSameAs(before);
			receiver.stop();
			receiver.rotate(second.server());
			receiver.restart();
			assertThat(send(client, receiver)).satisfies((answer) -> {
				assertThat(answer.kind()).isEqualTo(Kind.RETRY);
				assertThat(answer.reason()).isEqualTo("tls");
			});
			registry.updateBundle("otlp", second.trusted());
			assertThat(send(client, receiver).kind()).isEqualTo(Kind.DELIVERED);
			assertThat(receiver.storedPoints()).isEqualTo(2);
		}
	}

	@Test
	void seesWhatBootReloads() throws IOException {
		Path file = directory.resolve("watched.p12");
		Files.copy(first.file(), file);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("spring.ssl.bundle.jks.otlp.truststore.location=file:" + file,
					"spring.ssl.bundle.jks.otlp.truststore.password=" + TestCertificate.PASSWORD,
					"spring.ssl.bundle.jks.otlp.reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=50ms")
			.run((context) -> {
				SslBundles bundles = context.getBean(SslBundles.class);
				try (var client = new ReloadingClient<SslBundle>(() -> bundles.getBundle("otlp"),
						ReloadingClientTests::create)) {
					HttpClient before = client.get();
					Files.copy(second.file(), file, StandardCopyOption.REPLACE_EXISTING);
					Awaitility.await().untilAsserted(() -> assertThat(client.get()).isNotSameAs(before));
				}
			});
	}

	@Test
	void keepsTheOldBundleWhereTheNewOneIsBroken(CapturedOutput output) throws Exception {
		AtomicReference<SslBundle> bundle = new AtomicReference<>(first.trusted());
		try (FaultyReceiver receiver = FaultyReceiver.startTls(first.server()); var client = client(bundle)) {
			HttpClient before = client.get();
			bundle.set(broken());
			for (int i = 0; i < 3; i++) {
				assertThat(client.get()).isSameAs(before);
			}
			assertThat(send(client, receiver).kind()).isEqualTo(Kind.DELIVERED);
			assertThat(output.getOut().split("The SSL bundle of the export was reloaded", -1)).hasSize(2);
			bundle.set(first.trusted());
			assertThat(client.get()).isNotSameAs(before);
		}
	}

	@Test
	void saysOnceThatTheBundleHasGone(CapturedOutput output) {
		AtomicInteger reads = new AtomicInteger();
		try (var client = new ReloadingClient<SslBundle>(() -> {
			if (reads.getAndIncrement() > 0) {
				throw new IllegalStateException("gone");
			}
			return first.trusted();
		}, ReloadingClientTests::create)) {
			assertThat(client.get()).isSameAs(client.get());
			assertThat(output.getOut().split("The SSL bundle of the export was reloaded", -1)).hasSize(2);
		}
	}

	@Test
	void makesTheClientForTheFirstExchange() {
		AtomicInteger made = new AtomicInteger();
		HttpClient.Builder builder = (HttpClient.Builder) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { HttpClient.Builder.class }, (proxy, method, arguments) -> {
					made.incrementAndGet();
					return HttpClient.newHttpClient();
				});
		new ReloadingClient<>(Object::new, (bundle) -> builder).close();
		assertThat(made).hasValue(0);
		AtomicReference<Object> bundle = new AtomicReference<>(new Object());
		try (ReloadingClient<Object> client = new ReloadingClient<>(bundle::get, (any) -> builder)) {
			HttpClient first = client.get();
			assertThat(client.get()).isSameAs(first);
			assertThat(made).hasValue(1);
			bundle.set(new Object());
			assertThat(client.get()).isNotSameAs(first);
			assertThat(made).hasValue(2);
		}
	}

	@Test
	void doesNotStartWithABrokenBundle() {
		assertThatIllegalStateException().isThrownBy(() -> client(new AtomicReference<>(broken())));
	}

	private static void assertUntrusted(TestCertificate certificate, String trouble) throws InterruptedException {
		try (FaultyReceiver receiver = FaultyReceiver.startTls(certificate.server());
				var client = client(new AtomicReference<>(certificate.trusted()))) {
			Answer answer = send(client, receiver);
			assertThat(answer.kind()).isEqualTo(Kind.RETRY);
			assertThat(answer.reason()).isEqualTo("tls");
			assertThat(answer.message()).contains("could not be reached (SSLHandshakeException", trouble);
			assertThat(receiver.requests()).isEmpty();
		}
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("certificates");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SslBundle broken() {
		return SslBundle.of(new SslStoreBundle() {

			@Override
			public KeyStore getKeyStore() {
				throw new IllegalStateException("broken");
			}

			@Override
			public String getKeyStorePassword() {
				return "";
			}

			@Override
			public KeyStore getTrustStore() {
				throw new IllegalStateException("broken");
			}

		});
	}

	private static ReloadingClient<SslBundle> client(AtomicReference<SslBundle> bundle) {
		return new ReloadingClient<>(bundle::get, ReloadingClientTests::create);
	}

	private static HttpClient.Builder create(@Nullable SslBundle bundle) {
		return HttpClients.prepare(Duration.ofSeconds(5), bundle, DaemonThreads.ofCaller());
	}

	private static Answer send(ReloadingClient<SslBundle> client, FaultyReceiver receiver) throws InterruptedException {
		return new HttpTransport(client, Duration.ofSeconds(20), new Credentials(null, Map.of()), Clock.systemUTC())
			.send(Batches.plain("a"), new Target(receiver.url(), Map.of()));
	}

}
