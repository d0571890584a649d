package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Redaction}.
 */
class RedactionTests {

	private static final String TOKEN = "hun\"ter/22 &<x>";

	private final Redaction redaction = new Redaction(Map.of("X-Tenant", "Bearer " + TOKEN, "X-Cart", "a=s3cret1; b=2"),
			"https://user:p%40ssw%2Frd@host/v1/metrics?key=qu3ry&x#fr4gment");

	@ParameterizedTest
	@ValueSource(strings = { TOKEN, "Bearer " + TOKEN, "BEARER HUN\"TER/22 &<X>", "hun%22ter%2F22+%26%3Cx%3E",
			"hun%22ter%2f22%20%26%3cx%3e", "hun\\\"ter/22 &<x>", "hun\\\"ter\\/22 &<x>",
			"hun&quot;ter/22 &amp;&lt;x&gt;", "a=s3cret1", "s3cret1", "user:p@ssw/rd", "p%40ssw%2Frd", "p@ssw/rd",
			"key=qu3ry", "qu3ry", "fr4gment" })
	void hidesWhatTheReceiverWasTold(String echo) {
		assertThat(this.redaction.excerpt("you said '" + echo + "'.")).isEqualTo("you said '******'.");
	}

	@Test
	void hidesBothSidesOfBasicAuthentication() {
		String basic = Base64.getEncoder().encodeToString("user:hunter22".getBytes(StandardCharsets.UTF_8));
		Redaction ofBasic = new Redaction(Map.of("X-Auth", "Basic " + basic), "http://localhost/");
		assertThat(ofBasic.excerpt("no user:hunter22, nor hunter22, nor " + basic))
			.isEqualTo("no ******, nor ******, nor ******");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic dXNlcjpwYXNzd29yZA\\u003d\\u003d", "dXNlcjpwYXNzd29yZA",
			"sk-live\\u0026\\u003clmn6789abcdefghij", "sk-live&<lmn6789a...", "...789abcdefghij",
			"c2stbGl2ZSY8bG1uNjc4OWFiY2RlZmdoaWo=" })
	void hidesWhatItWasToldInOtherForms(String echo) {
		Redaction redaction = new Redaction(
				Map.of("X-Auth", "Basic dXNlcjpwYXNzd29yZA==", "X-Key", "sk-live&<lmn6789abcdefghij"),
				"http://localhost/");
		assertThat(redaction.excerpt("you said " + echo + " here")).doesNotContain("dXNl", "live", "6789", "c2st")
			.startsWith("you said ")
			.endsWith(" here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: other", "proxy-authorization=other", "Bearer other",
			"Basic b3RoZXI6b3RoZXI=", "api-key other", "x-api_key: other", "Set-Cookie: other", "token: other",
			"\"token\": \"other\"", "client secret other", "password=other" })
	void showsNothingAfterAWordThatRevealsOne(String text) {
		assertThat(this.redaction.excerpt("bad " + text + " for others")).startsWith("bad ")
			.endsWith(" ******")
			.doesNotContain("other");
	}

	@Test
	void isOneShortLine() {
		assertThat(this.redaction.excerpt("a\r\nb\tc\u0000d\u001b[31me\u2028f")).isEqualTo("a b c d [31me f");
		assertThat(this.redaction.excerpt("y".repeat(201))).isEqualTo("y".repeat(200) + "...");
		assertThat(this.redaction.excerpt(" ")).isEmpty();
	}

	@Test
	void leavesOtherTextAlone() {
		assertThat(this.redaction.excerpt("token expired, see a=2")).isEqualTo("token expired, see a=2");
		assertThat(new Redaction(Map.of(), "nowhere at all").excerpt("unchanged")).isEqualTo("unchanged");
		assertThat(new Redaction(Map.of("X-Own", "1"), "http://localhost/").excerpt("status 401"))
			.isEqualTo("status 401");
	}

	@Test
	void showsNoPartOfASecretThatStandsWhereTheTextIsCut() {
		String secret = "abcdefgh".repeat(300);
		Redaction ofLong = new Redaction(Map.of("X-Key", secret), "http://localhost/");
		assertThat(ofLong.excerpt(secret.repeat(5))).doesNotContain("abc");
		for (int shift = 0; shift < 100; shift++) {
			assertThat(this.redaction.excerpt(" ".repeat(8192 - shift) + TOKEN)).doesNotContain("hun");
		}
	}

	@Test
	void takesAnyBytes() {
		long seed = new Random().nextLong();
		System.out.println("RedactionTests: seed " + seed);
		Random random = new Random(seed);
		for (int round = 0; round < 5_000; round++) {
			byte[] noise = new byte[random.nextInt(600)];
			random.nextBytes(noise);
			byte[] text = (new String(noise, StandardCharsets.ISO_8859_1) + TOKEN).getBytes(StandardCharsets.UTF_8);
			assertThat(this.redaction.excerpt((round % 2 == 0) ? noise : text)).as("seed %d", seed)
				.doesNotContain(TOKEN, "\n", "\r")
				.hasSizeLessThanOrEqualTo(203);
		}
	}

}
