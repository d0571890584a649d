package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Finds the methods that {@link MeteredJob} meters, reads each once and keeps its
 * handler.
 */
final class MeteredMethods {

	private static final Log logger = LogFactory.getLog(MeteredJob.class);

	private final JobTexts parser;

	private final Supplier<JobProperties> properties;

	private final JobAnnotations annotations = new JobAnnotations();

	private final UncountedCalls uncounted = new UncountedCalls();

	private final Map<Class<?>, Map<Method, Entry>> entries = new ConcurrentHashMap<>();

	private final Map<String, Class<?>> defaultNames = new ConcurrentHashMap<>();

	private final Set<String> sharedNames = ConcurrentHashMap.newKeySet();

	private final Set<Class<?>> discovered = ConcurrentHashMap.newKeySet();

	private final Set<Class<?>> passedOver = ConcurrentHashMap.newKeySet();

	private final Set<String> proxied = ConcurrentHashMap.newKeySet();

	private volatile @Nullable JobMetrics metrics;

	private volatile boolean started;

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
		return this.annotations.find(method, targetClass) != null;
	}

	/**
	 * Whether a class can have metered methods.
	 * @param targetClass the class of a bean
	 * @return false for most classes, and soon
	 */
	boolean isCandidate(Class<?> targetClass) {
		return this.annotations.isCandidate(targetClass);
	}

	/**
	 * The class that has the metered methods of a bean.
	 * @param bean a bean, perhaps a proxy
	 * @return the class behind all proxies, or that of the innermost proxy with the
	 * annotation on its interfaces, as of a repository, which that class need not have
	 */
	Class<?> targetClass(Object bean) {
		Class<?> target = AopProxyUtils.ultimateTargetClass(bean);
		Object proxy = isCandidate(target) ? null : bean;
		while (proxy != null) {
			target = isCandidate(proxy.getClass()) ? proxy.getClass() : target;
			proxy = AopProxyUtils.getSingletonTarget(proxy);
		}
		return target;
	}

	/**
	 * Read every metered method of a bean's class, so that what cannot work stops the
	 * start, and note what its proxy cannot see.
	 * @param beanName the name of the bean
	 * @param targetClass the class of the bean
	 * @param byInterface whether the proxy has the interfaces of the class only
	 */
	void discover(String beanName, Class<?> targetClass, boolean byInterface) {
		if (!this.started) {
			this.proxied.add(beanName);
		}
		if (!this.discovered.add(targetClass)) {
			return;
		}
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		List<String> unseen = new ArrayList<>();
		Set<Method> seen = new HashSet<>();
		metered(targetClass).forEach((method, annotation) -> {
			String reason = ProxyView.unseen(method, userClass, byInterface);
			if (reason == null) {
				seen.add(method);
				entry(annotation, method, targetClass);
			}
			else {
				unseen.add(name(method) + " is " + reason);
			}
		});
		unseen.addAll(SelfCalls.of(userClass, seen, byInterface));
		this.uncounted.add(unseen);
	}

	/**
	 * Note that a class has metered methods and no proxy.
	 * @param targetClass the class of a bean
	 * @param reason what the class is
	 */
	void passOver(Class<?> targetClass, String reason) {
		if (this.passedOver.add(targetClass)) {
			this.uncounted.add(
					metered(targetClass).keySet().stream().map((method) -> name(method) + " is in " + reason).toList());
		}
	}

	/**
	 * Whether a bean without a proxy has methods that are not counted for that reason
	 * alone.
	 * @param targetClass the class of the bean
	 * @param beanName its name
	 * @return false also if the class cannot have a proxy, which is said already, or if
	 * the bean may be a wrapper of its proxy
	 */
	boolean isMissed(Class<?> targetClass, String beanName) {
		boolean wrapped = isProxied(beanName) && !this.discovered.contains(targetClass);
		return !wrapped && !this.passedOver.contains(targetClass) && !metered(targetClass).isEmpty();
	}

	/**
	 * Whether a bean of a name had a proxy.
	 * @param beanName the name
	 * @return whether one was made before the start was complete
	 */
	boolean isProxied(String beanName) {
		return this.proxied.contains(beanName);
	}

	/**
	 * Find annotated methods whose call only creates a bean.
	 * @param type the class of a bean
	 * @return a sentence for each
	 */
	Collection<String> creators(Class<?> type) {
		return !isCandidate(type) ? List.of()
				: MethodIntrospector.selectMethods(type, (MethodFilter) this.annotations::isOnCreator)
					.stream()
					.map((method) -> name(method) + " only creates a bean: annotate a method of the bean's own class "
							+ "or interface instead")
					.toList();
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
	 * Warn of all that the start found not to be counted, and from now on of each class
	 * at once.
	 * @param more what was found last
	 */
	void started(Collection<String> more) {
		this.started = true;
		this.proxied.clear();
		this.uncounted.add(more);
		this.uncounted.started();
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

	private Map<Method, MeteredJob> metered(Class<?> targetClass) {
		Map<Method, MeteredJob> found = MethodIntrospector.selectMethods(targetClass,
				(Method method) -> this.annotations.find(method, targetClass));
		found.keySet().removeIf(Method::isBridge);
		return found;
	}

	private static String name(Method method) {
		return method.getDeclaringClass().getName() + "#" + method.getName();
	}

	private @Nullable Entry entry(Method method, Class<?> targetClass) {
		MeteredJob annotation = this.annotations.find(method, targetClass);
		return (annotation != null) ? entry(annotation, method, targetClass) : null;
	}

	private Entry entry(MeteredJob annotation, Method method, Class<?> targetClass) {
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

	private void warnOfSharedName(String name, Class<?> userClass) {
		Class<?> first = this.defaultNames.putIfAbsent(name, userClass);
		if (first != null && first != userClass && this.sharedNames.add(name)) {
			logger.warn("The jobs of " + first.getName() + " and " + userClass.getName() + " have the same name '"
					+ name + "' and are summed. Give one of them a name: @MeteredJob(\"...\").");
		}
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
