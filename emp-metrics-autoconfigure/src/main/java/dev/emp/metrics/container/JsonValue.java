package dev.emp.metrics.container;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Takes a value of a JSON text. What is not of the type that is wanted counts as absent.
 */
interface JsonValue {

	/**
	 * Take the value at the cursor.
	 * @param json the cursor, which goes behind the value
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	void take(JsonCursor json) throws MalformedAnswerException;

	static JsonValue number(LongConsumer number) {
		return (json) -> number.accept(json.number());
	}

	static JsonValue text(Consumer<@Nullable String> text) {
		return (json) -> text.accept(json.text());
	}

	/**
	 * Take the elements of an array.
	 * @param element takes each of them
	 * @return takes the array
	 */
	static JsonValue each(JsonValue element) {
		return (json) -> {
			if (json.beginArray()) {
				while (json.nextElement()) {
					element.take(json);
				}
			}
		};
	}

}
