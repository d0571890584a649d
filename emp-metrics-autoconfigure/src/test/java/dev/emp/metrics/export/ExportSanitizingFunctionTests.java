package dev.emp.metrics.export;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportSanitizingFunction}, beyond what {@link TokenTests} sees of it.
 */
class ExportSanitizingFunctionTests {

	private final AtomicInteger lookups = new AtomicInteger();

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 10);

	private final StandardEnvironment environment = new StandardEnvironment();

	private final ExportSanitizingFunction function = new ExportSanitizingFunction(this.environment, this.time::get);

	@Test
	void looksSecretsUpOnceForTheValuesOfAnAnswer() {
		token("auth_hunter22");
		for (int i = 0; i < 500; i++) {
			assertThat(shown("user.text" + i, "a text with auth_hunter22 in it")).isEqualTo("******");
			assertThat(shown("user.number" + i, "a text without it")).isEqualTo("a text without it");
		}
		assertThat(this.lookups).hasValue(1);
	}

	@Test
	void seesASecretThatIsSetLater() {
		assertThat(shown("user.text", "auth_hunter22")).isEqualTo("auth_hunter22");
		token("auth_hunter22");
		assertThat(shown("emp.metrics.export.dash0.token", "auth_hunter22")).isEqualTo("******");
		this.time.addAndGet(1_000_000_000);
		assertThat(shown("user.text", "auth_hunter22")).isEqualTo("******");
	}

	@Test
	void hidesWhatAHeaderConsistsOfWhereverItStands() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("management.otlp.metrics.export.headers.Authorization", "Bearer auth_hunter22",
							"management.otlp.metrics.export.headers.X-Auth", "Basic dXNlcjpodW50ZXIyMnNlY3JldA==")));
		assertThat(shown("MY_TOKEN", "auth_hunter22")).isEqualTo("******");
		assertThat(shown("MY_PASSWORD", "hunter22secret")).isEqualTo("******");
		assertThat(shown("DASH0_AUTH_TOKEN", "anything")).isEqualTo("******");
		assertThat(shown("user.text", "Bearer")).isEqualTo("Bearer");
	}

	private void token(String token) {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("emp.metrics.export.dash0.token", token)) {

				@Override
				public @Nullable Object getProperty(String name) {
					if (name.equals("emp.metrics.export.dash0.token")) {
						ExportSanitizingFunctionTests.this.lookups.incrementAndGet();
					}
					return super.getProperty(name);
				}

			});
	}

	private @Nullable Object shown(String key, String value) {
		return this.function.apply(new SanitizableData(null, key, value)).getValue();
	}

}
