package dev.emp.metrics.test.docs;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.test.JobAssert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the page says of testing.
 */
class AssertionExamplesTests {

	@ParameterizedTest
	@MethodSource("assertions")
	void eachAssertionIsListed(String name) {
		assertThat(JobsPage.section("Testing").rows())
			.anySatisfy((row) -> assertThat(row.get(0)).contains("`" + name + "("));
	}

	static Stream<String> assertions() {
		return Stream.of(JobAssert.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.map(Method::getName);
	}

}
