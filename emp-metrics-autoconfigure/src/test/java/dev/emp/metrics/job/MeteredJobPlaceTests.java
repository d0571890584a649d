package dev.emp.metrics.job;

import java.util.function.Consumer;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobAnnotations}: each place that the annotation may stand at, seen
 * through a proxy that is called.
 */
class MeteredJobPlaceTests extends JobContext {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodBeforeTheInterface(boolean byClass) {
		assertMetered(Places.OnMethod.class, byClass, "method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodOfTheInterface(boolean byClass) {
		assertMetered(Places.OnInterfaceMethod.class, byClass, "interface method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodOfAnInterfaceThatOnlyTheSubclassHas(boolean byClass) {
		assertMetered(Places.InterfaceOfSubclass.class, byClass, "interface method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheDefaultMethodOfTheInterface(boolean byClass) {
		assertMetered(Places.OnDefaultMethod.class, byClass, "default method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheTypeOfTheInterface(boolean byClass) {
		assertMetered(Places.OnInterfaceType.class, byClass, "interface type");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesAnInheritedMethod(boolean byClass) {
		assertMetered(Places.Inheriting.class, byClass, "method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodThatAMethodWithoutAnnotationOverrides(boolean byClass) {
		assertMetered(Places.Overriding.class, byClass, "method");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheClass(boolean byClass) {
		assertMetered(Places.OnClass.class, byClass, "class");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheSuperclass(boolean byClass) {
		assertMetered(Places.SubclassOfOnClass.class, byClass, "class");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodBeforeTheClass(boolean byClass) {
		assertMetered(Places.OnBoth.class, byClass, "own");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesAMetaAnnotationOfTheMethodBeforeTheInterface(boolean byClass) {
		assertMetered(Places.MetaOnMethod.class, byClass, "meta");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesAMetaAnnotationOfTheClass(boolean byClass) {
		assertMetered(Places.MetaOnClass.class, byClass, "meta class");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheMethodOfAClassThatIsSwitchedOff(boolean byClass) {
		assertMetered(Places.OffOnClass.class, byClass, "kept");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesOutAMethodThatIsSwitchedOff(boolean byClass) {
		assertUnmetered(Places.OffOnMethod.class, byClass);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesOutAMethodWhoseInterfaceIsSwitchedOff(boolean byClass) {
		assertUnmetered(Places.OffOnInterface.class, byClass);
	}

	@Test
	void readsTheAliasesOfAMetaAnnotation() {
		runner().withPropertyValues("emp.metrics.job.tag-keys=tenant")
			.withBean(Places.Work.class, Places.AliasedMeta::new)
			.run((context) -> {
				context.getBean(Places.Work.class).run("a");
				assertThat(count("jobs.processed", "job.name", "aliased", "service", "gpu", "queue", "of the meta",
						"tenant", "a", "status", "completed"))
					.isOne();
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@SuppressWarnings("unchecked")
	void takesAGenericMethodBehindItsBridge(boolean byClass) {
		with(Places.Generic.class, byClass, (bean) -> {
			assertThat(((Function<String, String>) bean).apply("a")).isEqualTo("a");
			assertCompleted("generic", 1);
		});
	}

	@Test
	void takesAGenericMethodOfASuperclass() {
		withHandler(new Places.GenericSubclass(), (bean) -> {
			bean.run("a");
			((Places.GenericBase<String>) bean).run("b");
			assertCompleted("generic base", 2);
		});
	}

	@Test
	void takesProtectedAndPackagePrivateMethods() {
		withHandler(new Places.NotPublic(), (bean) -> {
			bean.packagePrivate();
			bean.protectedOne();
			assertCompleted("package-private", 1);
			assertCompleted("protected", 1);
		});
	}

	@Test
	void takesOnlyThePublicMethodsThatAUserDeclaredFromAClass() {
		withHandler(new Places.Whole(), (bean) -> {
			bean.first();
			bean.packagePrivate();
			bean.protectedOne();
			bean.close();
			assertThat(bean).hasToString("whole").isNotEqualTo(null);
			assertThat(values("jobs.processed", "job.name")).containsExactly("Whole.first");
			assertCompleted("Whole.first", 1);
		});
	}

	private void assertMetered(Class<?> type, boolean byClass, String name) {
		with(type, byClass, (bean) -> {
			assertThat(((Places.Work) bean).run("a")).isEqualTo("a");
			if (byClass) {
				call(type, bean);
			}
			assertThat(values("jobs.processed", "job.name")).containsExactly(name);
			assertCompleted(name, byClass ? 2 : 1);
		});
	}

	private void assertUnmetered(Class<?> type, boolean byClass) {
		with(type, byClass, (bean) -> {
			assertThat(((Places.Work) bean).run("a")).isEqualTo("a");
			assertThat(count("jobs.processed")).isZero();
		});
	}

	private void with(Class<?> type, boolean byClass, Consumer<Object> test) {
		runner().withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("bean", type)
			.run((context) -> test.accept(context.getBean("bean")));
	}

	private static void call(Class<?> type, Object bean) {
		try {
			type.getMethod("run", String.class).invoke(type.cast(bean), "a");
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertCompleted(String name, int calls) {
		assertThat(count("jobs.processed", "job.name", name, "status", "completed")).isEqualTo(calls);
	}

}
