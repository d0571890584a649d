package dev.emp.metrics.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SelfCalls}.
 */
class SelfCallsTests {

	@Test
	void findsACallInTheSameClass() {
		assertThat(callers(SelfCallers.Plain.class)).containsExactly("Plain#all");
	}

	@Test
	void namesCallerAndMethod() {
		assertThat(find(SelfCallers.Plain.class)).containsExactly(SelfCallers.Plain.class.getName()
				+ "#all calls its own render past the proxy: that call is not counted");
	}

	@Test
	void findsCallsInLambdasAndMethodReferences() {
		assertThat(callers(SelfCallers.InLambdas.class)).containsExactlyInAnyOrder("InLambdas#lambda",
				"InLambdas#reference");
	}

	@Test
	void findsACallOfAnotherMeteredMethod() {
		assertThat(callers(SelfCallers.Chained.class)).containsExactly("Chained#first");
	}

	@Test
	void findsACallInASuperclass() {
		assertThat(callers(SelfCallers.TemplateOfText.class)).containsExactly("Template#all");
	}

	@Test
	void findsACallInADefaultMethod() {
		assertThat(callers(SelfCallers.ByDefaultMethod.class)).containsExactly("Steps#all");
	}

	@Test
	void findsACallOfAnInheritedMethod() {
		assertThat(callers(SelfCallers.Inheriting.class)).containsExactlyInAnyOrder("Plain#all", "Inheriting#twice");
	}

	@Test
	void findsACallNextToReferencesOfOtherTypes() {
		assertThat(callers(SelfCallers.WithOthers.class)).containsExactly("WithOthers#all");
	}

	@Test
	void leavesOutAMethodThatCallsItself() {
		assertThat(callers(SelfCallers.Recursive.class)).isEmpty();
	}

	@Test
	void leavesOutACallOfTheSuperclassMethod() {
		assertThat(callers(SelfCallers.CallingSuper.class)).containsExactly("Plain#all");
	}

	@Test
	void leavesOutCallsThatMayGoThroughTheProxy() {
		assertThat(callers(SelfCallers.ThroughProxy.class)).isEmpty();
	}

	@Test
	void leavesOutCallsOnASubclass() {
		assertThat(callers(SelfCallers.OnSubclass.class)).isEmpty();
	}

	@Test
	void findsNothingWithoutAClassFile() {
		Consumer<String> lambda = (text) -> {
		};
		assertThat(SelfCalls.of(lambda.getClass(), List.of(lambda.getClass().getDeclaredMethods()), false)).isEmpty();
	}

	@Test
	void staysSilentWhereAClassFileCannotBeRead() throws Exception {
		Class<?> broken = new BrokenLoader().loadClass(SelfCallers.Plain.class.getName());
		assertThat(broken).isNotEqualTo(SelfCallers.Plain.class);
		assertThat(find(broken)).isEmpty();
	}

	private static Collection<String> find(Class<?> type) {
		List<Method> metered = Stream.of(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> Stream.of(method.getAnnotations())
				.anyMatch((annotation) -> annotation.annotationType().getName().equals(MeteredJob.class.getName())))
			.filter((method) -> !method.isBridge())
			.toList();
		assertThat(metered).isNotEmpty();
		return SelfCalls.of(type, metered, false);
	}

	private static List<String> callers(Class<?> type) {
		return find(type).stream()
			.map((finding) -> finding.substring(finding.indexOf('$') + 1, finding.indexOf(" calls")))
			.toList();
	}

	/**
	 * Defines the classes here again and gives nonsense as their files.
	 */
	private static final class BrokenLoader extends ClassLoader {

		BrokenLoader() {
			super(SelfCallsTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			return name.equals(SelfCallers.Plain.class.getName()) ? define(name) : super.loadClass(name, resolve);
		}

		@Override
		public InputStream getResourceAsStream(String name) {
			return new ByteArrayInputStream(new byte[] { 1, 2, 3 });
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream file = SelfCallers.Plain.class.getResourceAsStream("SelfCallers$Plain.class")) {
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
