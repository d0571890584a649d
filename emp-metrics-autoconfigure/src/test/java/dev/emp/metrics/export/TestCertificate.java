package dev.emp.metrics.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A certificate that a test makes for itself, with its key and its own authority.
 *
 * @param file the key store
 * @param store what is in it
 */
record TestCertificate(Path file, KeyStore store) {

	static final String PASSWORD = "changeit";

	static TestCertificate of(Path directory, String host) {
		return make(directory, host, "-0d", "2");
	}

	static TestCertificate expired(Path directory, String host) {
		return make(directory, host, "-10d", "2");
	}

	private static TestCertificate make(Path directory, String host, String start, String days) {
		try {
			Path file = Files.createTempDirectory(directory, "certificate").resolve("store.p12");
			// who trusts a certificate itself accepts it after its end as well
			keytool(file, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-validity", "2");
			keytool(file, "-alias", "a", "-signer", "ca", "-dname", "CN=" + host, "-ext", "SAN=dns:" + host,
					"-startdate", start, "-validity", days);
			return new TestCertificate(file, load(file));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void keytool(Path file, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
		command.addAll(List.of(arguments));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException(said);
		}
	}

	private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	/**
	 * What a server has.
	 * @return the context
	 */
	SSLContext server() {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(this.store, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a client has that trusts this certificate's authority and no other.
	 * @return the bundle
	 */
	SslBundle trusted() {
		try {
			KeyStore trust = KeyStore.getInstance("PKCS12");
			trust.load(null, null);
			trust.setCertificateEntry("ca", this.store.getCertificate("ca"));
			return SslBundle.of(SslStoreBundle.of(null, null, trust));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The certificate of the authority in the format that variables of OpenTelemetry
	 * take.
	 * @return the file
	 */
	Path pem() {
		try {
			String encoded = Base64.getMimeEncoder().encodeToString(this.store.getCertificate("ca").getEncoded());
			return Files.writeString(this.file.resolveSibling("ca.pem"),
					"-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
