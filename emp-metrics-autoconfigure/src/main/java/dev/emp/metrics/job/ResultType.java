package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Tells methods that never have a result from others.
 */
final class ResultType {

	private ResultType() {
	}

	/**
	 * Whether a method that is annotated itself has no result: {@code void}, or the
	 * promise of nothing. An annotation that stands on a class, or on another annotation,
	 * may be meant for several methods of which some have one.
	 * @param method the method that runs
	 * @param userClass the class of the bean
	 * @return whether {@code #result} can only be null
	 */
	static boolean isNothing(Method method, Class<?> userClass) {
		MergedAnnotation<MeteredJob> annotation = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(MeteredJob.class);
		return annotation.isPresent() && annotation.getDistance() == 0 && isNothing(declared(method, userClass));
	}

	private static ResolvableType declared(Method method, Class<?> userClass) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			return ResolvableType.forMethodParameter(method, method.getParameterCount() - 1, userClass).getGeneric(0);
		}
		return ResolvableType.forMethodReturnType(method, userClass);
	}

	private static boolean isNothing(ResolvableType declared) {
		Class<?> type = declared.resolve();
		if (type == null) {
			return false;
		}
		if (type == void.class || type == Void.class || type.getName().equals("kotlin.Unit")) {
			return true;
		}
		ReactiveAdapter adapter = JobResults.adapter(type, null);
		if (adapter != null && adapter.isNoValue()) {
			return true;
		}
		Class<?> holder = holder(type, adapter);
		return holder != null && isNothing(declared.as(holder).getGeneric(0));
	}

	private static @Nullable Class<?> holder(Class<?> type, @Nullable ReactiveAdapter adapter) {
		if (CompletionStage.class.isAssignableFrom(type)) {
			return CompletionStage.class;
		}
		if (type == Optional.class) {
			return type;
		}
		return (adapter != null) ? adapter.getReactiveType() : null;
	}

}
