package dev.emp.metrics.export;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Headers that one address gets and no other.
 *
 * @param address the address, or null for none
 * @param headers the headers by their names
 */
record Credentials(@Nullable String address, Map<String, String> headers) {

	Credentials {
		headers = Map.copyOf(headers);
	}

	Map<String, String> headersFor(String requested) {
		return requested.equals(this.address) ? this.headers : Map.of();
	}

	@Override
	public String toString() {
		String shown = (this.address != null) ? OtlpUrl.of(this.address, true).shown() : "none";
		return "Credentials[address=" + shown + ", headers=" + this.headers.keySet() + "]";
	}

}
