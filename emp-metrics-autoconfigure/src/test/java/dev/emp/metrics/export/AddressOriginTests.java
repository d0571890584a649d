package dev.emp.metrics.export;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import dev.emp.metrics.SettingName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressOrigin}, beyond what {@link DestinationTests} sees of it.
 */
class AddressOriginTests {

	@Test
	void aFileNamedLikeAVariableIsNoVariable() {
		StandardEnvironment environment = new StandardEnvironment();
		TextResourceOrigin file = new TextResourceOrigin(new FileSystemResource("OTEL_settings.properties"), null);
		OriginTrackedValue value = OriginTrackedValue.of("http://localhost:1", file);
		environment.getPropertySources()
			.addFirst(new OriginTrackedMapPropertySource("file", Map.of(AddressOrigin.URL, value)));
		ConfigurationPropertySources.attach(environment);
		assertThat(SettingName.of(environment, AddressOrigin.URL)).isEqualTo(AddressOrigin.URL);
	}

}
