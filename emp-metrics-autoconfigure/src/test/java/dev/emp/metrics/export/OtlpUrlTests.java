package dev.emp.metrics.export;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpUrl}.
 */
class OtlpUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:4318", "http://LOCALHOST/v1/metrics", "http://127.0.0.1",
			"http://127.9.8.7:1", "http://[::1]:4318", "http://[0:0:0:0:0:0:0:1]", "https://ingress.dash0.com",
			"collector:4318", "ftp://a" })
	void isNotExposedOnThisMachineOrOverTls(String url) {
		assertThat(OtlpUrl.of(url).isExposed()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://collector:4318", "http://127.evil.com", "http://localhost.evil.com", "HTTP://10.0.0.1",
					"http://127.0.0.1.evil.com", "http://localhost@evil.com", "http://[::2]", "http://128.0.0.1" })
	void isExposedElsewhere(String url) {
		assertThat(OtlpUrl.of(url).isExposed()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "https://user:pw@host:1/v1?key=pw#x, https://host:1/v1", "user:pw@host/v1, host/v1",
			"https://user:pw with blank@host/v1, https://host/v1", "https://a:b@c:pw@host/v1, https://host/v1",
			"https://host/a@b, https://b", "https://host?pw, https://host", "https://host/a, https://host/a",
			"http://user:pa/ss@host/, http://host/", "HTTP://us/er:p//w@host, HTTP://host",
			"http://user:12/34@host/, http://host/", "pw://x@host, host", "user:p//w@host/v1, host/v1",
			"http:/user:pw@host, host", "'http://user:p\nw@host/a', http://host/a",
			"http://user:p?w@host/a, http://******", "http://user:p#w@host/a, http://******", "user:p?w@host, ******",
			"https://u:pw@host/v1?key=a@pw, https://******", "https://host?a@pw, https://******" })
	void showsNeitherUserNorQuery(String url, String shown) {
		assertThat(OtlpUrl.of(url).shown()).isEqualTo(shown);
		assertThat(OtlpUrl.of(url).hasSecrets()).isEqualTo(!url.equals(shown));
	}

	@ParameterizedTest
	@CsvSource({ "http://host:4317, true", "https://host:4317/v1/metrics, true", "http://host:4318, false",
			"http://host, false", "host:4317, false", "grpc://host:4317, false" })
	void knowsThePortOfGrpc(String url, boolean grpc) {
		assertThat(OtlpUrl.of(url).isGrpc()).isEqualTo(grpc);
	}

}
