package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;

/**
 * Keeps in a native image what metered methods need there: the annotation, and the
 * properties of arguments and results that expressions read by their names.
 */
final class MeteredJobHints implements BeanRegistrationAotProcessor {

	private final JobAnnotations annotations = new JobAnnotations();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = bean.getBeanClass();
		Set<Method> metered = MethodIntrospector
			.selectMethods(type, (MetadataLookup<MeteredJob>) (method) -> this.annotations.find(method, type))
			.keySet();
		return metered.isEmpty() ? null
				: (generation, code) -> metered.forEach((method) -> register(method, generation.getRuntimeHints()));
	}

	private static void register(Method method, RuntimeHints hints) {
		hints.reflection().registerType(MeteredJob.class, MemberCategory.INVOKE_DECLARED_METHODS);
		hints.proxies().registerJdkProxy(MeteredJob.class);
		BindingReflectionHintsRegistrar types = new BindingReflectionHintsRegistrar();
		for (Type parameter : method.getGenericParameterTypes()) {
			types.registerReflectionHints(hints.reflection(), parameter);
		}
		types.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
	}

}
