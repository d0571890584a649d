package dev.emp.metrics.job;

import java.io.Closeable;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Lookup;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds {@link MeteredJob} wherever it may stand: on the method, on one that it overrides
 * or implements, on the class, itself or as a meta-annotation.
 */
final class JobAnnotations {

	/** Of a {@link FactoryBean} and of Spring's base class for them. */
	private static final Set<String> CREATORS = Set.of("getObject", "createInstance", "getEarlySingletonInstance",
			"getObjectType", "isSingleton");

	private final Map<Class<?>, Boolean> candidates = new ConcurrentHashMap<>();

	private final Map<Class<? extends Annotation>, Boolean> annotations = new ConcurrentHashMap<>();

	/**
	 * Whether a class can have metered methods at all. Most beans have none, and a start
	 * asks this of every bean: it reads what each type of the hierarchy declares, once.
	 * @param type a class or an interface
	 * @return whether the annotation stands anywhere on it or on what it inherits
	 */
	boolean isCandidate(Class<?> type) {
		Boolean known = this.candidates.get(type);
		if (known == null) {
			known = AnnotationUtils.isCandidateClass(type, MeteredJob.class)
					&& (isDeclaredBy(type) || isInherited(type));
			this.candidates.put(type, known);
		}
		return known;
	}

	/**
	 * Find the annotation that holds for a method: the nearest of the method's own, else
	 * that of the class.
	 * @param method a method of the class or of one of its interfaces
	 * @param targetClass the class of the bean
	 * @return the annotation, or null if there is none or it is not enabled
	 */
	@Nullable MeteredJob find(Method method, Class<?> targetClass) {
		if (!isCandidate(targetClass)) {
			return null;
		}
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		Method specific = AopUtils.getMostSpecificMethod(method, userClass);
		MeteredJob found = AnnotatedElementUtils.findMergedAnnotation(specific, MeteredJob.class);
		if (found == null) {
			// a superclass may have the method and the subclass the interface
			found = AnnotatedElementUtils
				.findMergedAnnotation(ClassUtils.getInterfaceMethodIfPossible(specific, userClass), MeteredJob.class);
		}
		if (found == null && !specific.equals(method)) {
			found = AnnotatedElementUtils.findMergedAnnotation(method, MeteredJob.class);
		}
		if (found == null && isOfUser(specific, userClass)) {
			found = AnnotatedElementUtils.findMergedAnnotation(userClass, MeteredJob.class);
		}
		return (found != null && found.enabled() && !isCreator(specific)) ? found : null;
	}

	/**
	 * Whether the annotation stands on a method whose call only creates a bean.
	 * @param method a method of a bean's class
	 * @return whether it does, and is enabled
	 */
	boolean isOnCreator(Method method) {
		MeteredJob found = AnnotatedElementUtils.findMergedAnnotation(method, MeteredJob.class);
		return found != null && found.enabled() && isCreator(method);
	}

	private static boolean isCreator(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, Bean.class)
				|| AnnotatedElementUtils.hasAnnotation(method, Lookup.class)
				|| (FactoryBean.class.isAssignableFrom(method.getDeclaringClass()) && method.getParameterCount() == 0
						&& CREATORS.contains(method.getName()));
	}

	private boolean isInherited(Class<?> type) {
		for (Class<?> implemented : type.getInterfaces()) {
			if (isCandidate(implemented)) {
				return true;
			}
		}
		Class<?> superclass = type.getSuperclass();
		return superclass != null && isCandidate(superclass);
	}

	private boolean isDeclaredBy(Class<?> type) {
		if (isOn(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isOn(method)) {
				return true;
			}
		}
		return false;
	}

	private boolean isOn(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (this.annotations.computeIfAbsent(annotation.annotationType(), JobAnnotations::isOrHas)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOrHas(Class<? extends Annotation> annotation) {
		return annotation == MeteredJob.class || MergedAnnotations.from(annotation).isPresent(MeteredJob.class);
	}

	private static boolean isOfUser(Method method, Class<?> userClass) {
		Class<?> declaring = method.getDeclaringClass();
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method)
				&& AnnotationUtils.isCandidateClass(declaring, MeteredJob.class)
				&& !declaring.getName().startsWith("org.springframework.") && !isCallback(method, userClass);
	}

	private static boolean isCallback(Method method, Class<?> userClass) {
		// the container calls these on the bean itself, for one: they are no jobs
		return Stream.of(ClassUtils.getAllInterfacesForClass(userClass))
			.filter((type) -> type == InitializingBean.class || type == DisposableBean.class || type == Closeable.class
					|| type == AutoCloseable.class || Aware.class.isAssignableFrom(type))
			.anyMatch((type) -> ClassUtils.hasMethod(type, method));
	}

}
