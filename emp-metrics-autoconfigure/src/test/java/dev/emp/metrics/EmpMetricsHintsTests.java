package dev.emp.metrics;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmpMetricsHints}, found and called as when an image is built.
 */
class EmpMetricsHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void registerAll() {
		ClassLoader classLoader = getClass().getClassLoader();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(this.hints, classLoader));
	}

	@Test
	void keepsTheListOfFeatures() {
		assertThat(RuntimeHintsPredicates.resource()
			.forResource("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
			.accepts(this.hints);
	}

	@Test
	void keepsThePropertiesThatAreBoundBeforeThereAreBeans() throws ReflectiveOperationException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(EmpMetricsProperties.class.getDeclaredConstructors()[0])).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(IdentityProperties.class.getDeclaredConstructors()[0])).accepts(this.hints);
	}

	@Test
	void needsNoneForTheTypesInSpringFactories() {
		for (Class<?> type : new Class<?>[] { SpringBootVersionCheck.class, VariablesEnvironmentPostProcessor.class,
				WrongSpringBootFailureAnalyzer.class, InvalidSettingFailureAnalyzer.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		}
	}

}
