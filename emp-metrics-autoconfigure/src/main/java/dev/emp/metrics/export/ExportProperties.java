package dev.emp.metrics.export;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the export.
 *
 * @param allowInsecure Whether a token may be sent over plain HTTP to another machine
 * @param dash0 Where and as whom to send to Dash0
 */
@ConfigurationProperties("emp.metrics.export")
record ExportProperties(@DefaultValue("false") boolean allowInsecure,
		@NestedConfigurationProperty @DefaultValue Dash0Properties dash0) {

	/**
	 * What Dash0 wants to see with each request, for its own address alone.
	 * @return the headers by their names, none where the token would travel in the open
	 */
	Credentials credentials() {
		Map<String, String> headers = new LinkedHashMap<>();
		if (this.dash0.token() != null && !isTokenExposed()) {
			headers.put("Authorization", "Bearer " + this.dash0.token());
		}
		if (this.dash0.dataset() != null) {
			headers.put("Dash0-Dataset", this.dash0.dataset());
		}
		return new Credentials(this.dash0.address(), headers);
	}

	boolean isTokenExposed() {
		String address = this.dash0.address();
		return this.dash0.token() != null && address != null && !this.allowInsecure && OtlpUrl.of(address).isExposed();
	}

}
