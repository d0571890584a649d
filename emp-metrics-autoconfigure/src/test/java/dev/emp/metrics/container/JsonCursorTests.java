package dev.emp.metrics.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonCursor} and {@link JsonObject}.
 */
class JsonCursorTests {

	@Test
	void walksThroughObjectsAndArrays() throws MalformedAnswerException {
		JsonCursor json = json(" { \"a\" : [ 1 , {\"b\":\"x\"} , [] ] , \"c:d\":null, \"e\":{} } ");
		assertThat(json.beginObject()).isTrue();
		assertThat(json.nextKey()).isTrue();
		assertThat(json.isKey("a")).isTrue();
		assertThat(json.isKey("ab")).isFalse();
		assertThat(json.beginArray()).isTrue();
		assertThat(json.nextElement()).isTrue();
		assertThat(json.number()).isOne();
		assertThat(json.nextElement()).isTrue();
		json.skip();
		assertThat(json.nextElement()).isTrue();
		assertThat(json.beginArray()).isTrue();
		assertThat(json.nextElement()).isFalse();
		assertThat(json.nextElement()).isFalse();
		assertThat(json.nextKey()).isTrue();
		assertThat(json.key()).isEqualTo("c:d");
		assertThat(json.text()).isNull();
		assertThat(json.nextKey()).isTrue();
		assertThat(json.beginObject()).isTrue();
		assertThat(json.nextKey()).isFalse();
		assertThat(json.nextKey()).isFalse();
	}

	@Test
	void numbersAreWholeAndNotNegative() throws MalformedAnswerException {
		assertThat(json("9223372036854775807").number()).isEqualTo(Long.MAX_VALUE);
		for (String other : new String[] { "9223372036854775808", "18446744073709551615", "-1", "1.5", "1e3", "null",
				"true", "\"7\"", "[7]", "{\"a\":7}" }) {
			assertThat(json(other).number()).as(other).isEqualTo(-1);
		}
	}

	@Test
	void textsAreDecoded() throws MalformedAnswerException {
		assertThat(json("\"a\\\"b\\\\c\\/\\n\\t\\u00e9\\ud83d\\ude80\u00fc\"").text())
			.isEqualTo("a\"b\\c/\n\t\u00e9\ud83d\ude80\u00fc");
		assertThat(json("\"\\u12\"").text()).as("no number").isEmpty();
		assertThat(json("\"\\uzzzz.\"").text()).isEqualTo(".");
		assertThat(json("7").text()).isNull();
		assertThat(json("\"" + "x".repeat(5000) + "\"").text()).hasSize(JsonCursor.TEXT_LIMIT);
	}

	@Test
	void aKnownTextIsNotMadeAnew() throws MalformedAnswerException {
		String known = new String("running");
		assertThat(json("\"running\"").text(known)).isSameAs(known);
		assertThat(json("\"paused\"").text(known)).isEqualTo("paused");
		assertThat(json("{}").text(known)).isNull();
	}

	@Test
	void whatIsOfAnotherTypeIsPassedOver() throws MalformedAnswerException {
		List<Object> taken = new ArrayList<>();
		new JsonObject().with("number", JsonValue.number(taken::add))
			.with("object", new JsonObject().with("text", JsonValue.text(taken::add)))
			.with("list", JsonValue.each(JsonValue.number(taken::add)))
			.with("true", (json) -> taken.add(json.isTrue()))
			.take(json("{\"number\":{},\"object\":[1,{\"text\":2}],\"list\":{\"a\":[3]},\"true\":\"true\",\"x\":[[[]]],"
					+ "\"object\":{\"text\":\"t\"},\"true\":true,\"number\":5}"));
		assertThat(taken).containsExactly(-1L, false, "t", true, 5L);
	}

	@Test
	void whatIsNoJsonIsRefused() {
		for (String malformed : new String[] { "", " ", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\" 1}", "{a:1}",
				"{\"a\":1 \"b\":2}", "{\"a\":}", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":[1,", "{,}",
				"{\"a\":1,,\"b\":2}" }) {
			assertThatExceptionOfType(MalformedAnswerException.class).as(malformed)
				.isThrownBy(() -> new JsonObject().with("a", JsonValue.each(JsonCursor::skip)).take(json(malformed)));
		}
	}

	@Test
	void depthIsBoundedWhereItIsEnteredAndPassedOverOtherwise() throws MalformedAnswerException {
		String deep = "[".repeat(100_000) + "]".repeat(100_000);
		json(deep).skip();
		JsonCursor json = json(deep);
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> {
			while (json.beginArray()) {
				json.nextElement();
			}
		});
	}

	@Test
	void toleratesAnyText() {
		Mutations mutations = Mutations.of(getClass());
		String original = RecordedTree.text("api/stats-v1.json");
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			byte[] mutated = mutations.next(original.getBytes(StandardCharsets.UTF_8));
			try {
				walk(new JsonCursor(mutated, mutated.length));
			}
			catch (MalformedAnswerException ex) {
				assertThat(ex.getMessage()).as("%s", mutations).startsWith("no JSON at byte ");
			}
		}
	}

	private static void walk(JsonCursor json) throws MalformedAnswerException {
		if (json.isAt('[')) {
			JsonValue.each(JsonCursorTests::walk).take(json);
		}
		else if (json.isAt('{')) {
			new JsonObject().withOthers((value) -> {
				assertThat(value.key()).hasSizeLessThanOrEqualTo(JsonCursor.TEXT_LIMIT);
				walk(value);
			}).take(json);
		}
		else if (json.isAt('"')) {
			assertThat(json.text()).isNotNull().hasSizeLessThanOrEqualTo(JsonCursor.TEXT_LIMIT);
		}
		else {
			assertThat(json.number()).isGreaterThanOrEqualTo(-1);
		}
	}

	private static JsonCursor json(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new JsonCursor(bytes, bytes.length);
	}

}
