package dev.emp.metrics.export;

import java.util.Map;

/**
 * Where a batch goes and with which headers. Lives in memory alone: headers carry tokens,
 * and an address may.
 *
 * @param address the address of the receiver
 * @param headers the headers by their names
 */
record Target(String address, Map<String, String> headers) {

	Target {
		headers = Map.copyOf(headers);
	}

	@Override
	public String toString() {
		return "Target[address=" + OtlpUrl.of(this.address, true).shown() + ", headers=" + this.headers.keySet() + "]";
	}

}
