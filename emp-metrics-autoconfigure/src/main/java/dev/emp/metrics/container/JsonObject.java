package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes some members of a JSON object, and passes over the others.
 */
final class JsonObject implements JsonValue {

	private final List<String> keys = new ArrayList<>();

	private final List<JsonValue> values = new ArrayList<>();

	private JsonValue other = JsonCursor::skip;

	/**
	 * Take a member.
	 * @param key its key, in ASCII
	 * @param value takes its value
	 * @return this object
	 */
	JsonObject with(String key, JsonValue value) {
		this.keys.add(key);
		this.values.add(value);
		return this;
	}

	/**
	 * Take all members whose keys are not named.
	 * @param value takes their values, and may ask for the key before
	 * @return this object
	 */
	JsonObject withOthers(JsonValue value) {
		this.other = value;
		return this;
	}

	@Override
	public void take(JsonCursor json) throws MalformedAnswerException {
		if (json.beginObject()) {
			while (json.nextKey()) {
				JsonValue named = find(json);
				((named != null) ? named : this.other).take(json);
			}
		}
	}

	private @Nullable JsonValue find(JsonCursor json) {
		for (int i = 0; i < this.keys.size(); i++) {
			if (json.isKey(this.keys.get(i))) {
				return this.values.get(i);
			}
		}
		return null;
	}

}
