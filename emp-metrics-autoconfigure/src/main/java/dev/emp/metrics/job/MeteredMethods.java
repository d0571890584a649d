package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods that {@link MeteredJob} meters, reads each once and keeps its
 * handler.
 */
final class MeteredMethods {

	private static final Log logger = LogFactory.getLog(MeteredJob.class);

	private final JobTexts parser;

	private final Supplier<JobProperties> properties;

	private final Map<Class<?>, Map<Method, Entry>> entries = new ConcurrentHashMap<>();

	private final Map<String, Class<?>> defaultNames = new ConcurrentHashMap<>();

	private final Set<String> sharedNames = ConcurrentHashMap.newKeySet();

	private final Set<Class<?>> discovered = ConcurrentHashMap.newKeySet();

	private volatile @Nullable JobMetrics metrics;

	MeteredMethods(JobTexts parser, Supplier<JobProperties> properties) {
		this.parser = parser;
		this.properties = properties;
	}

	/**
	 * Whether calls of a method are metered.
	 * @param method a method of the class or of one of its interfaces
	 * @param targetClass the class of the bean
	 * @return whether the annotation is found and enabled
	 */
	boolean isMetered(Method method, Class<?> targetClass) {
		return annotation(method, targetClass) != null;
	}

	/**
	 * Read every metered method of a bean's class, so that what cannot work stops the
	 * start, and warn of what a proxy cannot see.
	 * @param targetClass the class of the bean
	 */
	void discover(Class<?> targetClass) {
		if (this.discovered.add(targetClass)) {
			MethodIntrospector.selectMethods(targetClass, (Method method) -> annotation(method, targetClass))
				.keySet()
				.stream()
				.filter((method) -> !method.isBridge() && !isUnseen(method))
				.forEach((method) -> entry(method, targetClass));
			ReflectionUtils.doWithMethods(ClassUtils.getUserClass(targetClass), MeteredMethods::warnOfUnseen);
		}
	}

	/**
	 * Make the handlers of all methods that were read, so that their meters start at 0.
	 * @param metrics records their calls
	 */
	void bind(JobMetrics metrics) {
		this.metrics = metrics;
		this.entries.values().forEach((methods) -> methods.values().forEach((entry) -> entry.handler(() -> metrics)));
	}

	/**
	 * The handler of a method that is called.
	 * @param method the method
	 * @param targetClass the class of the bean
	 * @param fallback gives the metrics if a call comes before the start is complete
	 * @return the handler, or null if the method is not metered
	 */
	@Nullable JobHandler handler(Method method, Class<?> targetClass, Supplier<JobMetrics> fallback) {
		Map<Method, Entry> methods = this.entries.get(targetClass);
		Entry entry = (methods != null) ? methods.get(method) : null;
		if (entry == null) {
			entry = entry(method, targetClass);
		}
		return (entry != null) ? entry.handler(fallback) : null;
	}

	private @Nullable Entry entry(Method method, Class<?> targetClass) {
		MeteredJob annotation = annotation(method, targetClass);
		if (annotation == null) {
			return null;
		}
		Map<Method, Entry> methods = this.entries.computeIfAbsent(targetClass, (key) -> new ConcurrentHashMap<>());
		return methods.computeIfAbsent(method, (key) -> read(annotation, method, targetClass));
	}

	private Entry read(MeteredJob annotation, Method method, Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		MeteredMethod read = MeteredMethod.of(annotation, AopUtils.getMostSpecificMethod(method, userClass), userClass,
				this.parser, this.properties.get().tagKeys());
		if (read.defaultName()) {
			warnOfSharedName(read.name(), userClass);
		}
		Entry entry = new Entry(read);
		JobMetrics bound = this.metrics;
		if (bound != null) {
			entry.handler(() -> bound);
		}
		return entry;
	}

	private static @Nullable MeteredJob annotation(Method method, Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, MeteredJob.class)) {
			return null;
		}
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		Method specific = AopUtils.getMostSpecificMethod(method, userClass);
		MeteredJob found = AnnotatedElementUtils.findMergedAnnotation(specific, MeteredJob.class);
		if (found == null && !specific.equals(method)) {
			found = AnnotatedElementUtils.findMergedAnnotation(method, MeteredJob.class);
		}
		if (found == null && isOfUser(specific)) {
			found = AnnotatedElementUtils.findMergedAnnotation(userClass, MeteredJob.class);
		}
		return (found != null && found.enabled()) ? found : null;
	}

	private static boolean isOfUser(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method)
				&& AnnotationUtils.isCandidateClass(method.getDeclaringClass(), MeteredJob.class)
				&& !method.getDeclaringClass().getName().startsWith("org.springframework.");
	}

	private void warnOfSharedName(String name, Class<?> userClass) {
		Class<?> first = this.defaultNames.putIfAbsent(name, userClass);
		if (first != null && first != userClass && this.sharedNames.add(name)) {
			logger.warn("The jobs of " + first.getName() + " and " + userClass.getName() + " have the same name '"
					+ name + "' and are summed. Give one of them a name: @MeteredJob(\"...\").");
		}
	}

	private static void warnOfUnseen(Method method) {
		if (isUnseen(method) && !isOfFinalClass(method)
				&& AnnotatedElementUtils.isAnnotated(method, MeteredJob.class)) {
			logger.warn("@MeteredJob on " + method.getDeclaringClass().getName() + "#" + method.getName()
					+ " is not counted: no proxy sees a private, static or final method. Change its modifiers (in Kotlin "
					+ "add 'open'), or use JobRecorder.");
		}
	}

	private static boolean isOfFinalClass(Method method) {
		// Kotlin marks the methods of a final class final too, and the class has its own
		// warning
		int modifiers = method.getModifiers();
		return Modifier.isFinal(method.getDeclaringClass().getModifiers()) && !Modifier.isPrivate(modifiers)
				&& !Modifier.isStatic(modifiers);
	}

	private static boolean isUnseen(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers);
	}

	/**
	 * A method and its handler, which is made once the metrics are there.
	 */
	private static final class Entry {

		private final MeteredMethod method;

		private volatile @Nullable JobHandler handler;

		Entry(MeteredMethod method) {
			this.method = method;
		}

		JobHandler handler(Supplier<JobMetrics> metrics) {
			JobHandler present = this.handler;
			return (present != null) ? present : create(metrics);
		}

		private synchronized JobHandler create(Supplier<JobMetrics> metrics) {
			JobHandler present = this.handler;
			if (present == null) {
				present = new JobHandler(metrics.get(), this.method);
				this.handler = present;
			}
			return present;
		}

	}

}
