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
		return "Credentials[address=" + this.address + ", headers=" + this.headers.keySet() + "]";
	}

}
