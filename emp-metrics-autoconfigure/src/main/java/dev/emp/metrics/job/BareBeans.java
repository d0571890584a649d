package dev.emp.metrics.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * Looks, once the start is complete, for metered beans that have no proxy or that
 * something holds without it, and for the annotation on methods that only create beans.
 */
final class BareBeans implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(BareBeans.class);

	/** The longest time that the search for holders may add to the start. */
	private static final Duration HOLDERS = Duration.ofSeconds(1);

	private final MeteredMethods methods;

	private final DefaultListableBeanFactory beans;

	BareBeans(MeteredMethods methods, DefaultListableBeanFactory beans) {
		this.methods = methods;
		this.beans = beans;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// a child's event reaches its parent too
		if (event.getApplicationContext().getAutowireCapableBeanFactory() == this.beans) {
			this.methods.started(find());
		}
	}

	private Collection<String> find() {
		Set<String> findings = new LinkedHashSet<>();
		try {
			Stream.of(this.beans.getBeanDefinitionNames()).map(this::type).distinct().forEach((type) -> {
				if (type != null) {
					findings.addAll(this.methods.creators(type));
				}
			});
			IdentityHashMap<Object, String> roots = new IdentityHashMap<>();
			IdentityHashMap<Object, String> metered = new IdentityHashMap<>();
			IdentityHashMap<Object, String> bare = new IdentityHashMap<>();
			this.beans.getBeanPostProcessors()
				.forEach((processor) -> roots.put(processor, processor.getClass().getName()));
			for (String name : this.beans.getSingletonNames()) {
				look(name, roots, metered, bare);
			}
			bare.forEach((bean, name) -> findings
				.add(BareBeanHolders.describe(bean, name) + " has no proxy: " + reason(name)));
			long deadline = System.nanoTime() + HOLDERS.toNanos();
			findings.addAll(holders(metered, roots, deadline));
			// everything holds these as they are: only what may have created them counts
			bare.values().removeIf((name) -> early(name) != null);
			roots.keySet().removeIf((root) -> !isEarly(root.getClass()));
			findings.addAll(holders(bare, roots, deadline));
		}
		catch (Throwable ex) {
			// a diagnosis never costs the start
			logger.debug("No look for beans without their proxies", ex);
		}
		return findings;
	}

	private Collection<String> holders(Map<Object, String> targets, Map<Object, String> roots, long deadline) {
		// a native image has no fields to follow
		return (targets.isEmpty() || NativeDetector.inNativeImage()) ? List.of()
				: new BareBeanHolders(this.methods, targets, deadline).find(roots);
	}

	private void look(String name, Map<Object, String> roots, Map<Object, String> metered, Map<Object, String> bare) {
		Object bean = bean(name);
		Object target = (bean != null) ? target(bean) : null;
		if (bean == null || target == null) {
			return;
		}
		Class<?> type = this.methods.targetClass(bean);
		if (!this.methods.isCandidate(type)) {
			roots.put(target, BareBeanHolders.describe(target, name));
		}
		else if (ProxyView.isMetered(bean)) {
			if (type.isInstance(target)) {
				metered.put(target, name);
			}
		}
		else if (this.methods.isMissed(type, name) && !isMock(target)) {
			bare.put(target, name);
		}
	}

	private @Nullable Object bean(String name) {
		Object bean = this.beans.getSingleton(name);
		// what a factory made is not asked for before somebody else has taken it
		boolean taken = bean instanceof FactoryBean && this.beans.getDependentBeans(name).length > 0
				&& this.beans.isSingleton(name);
		return taken ? this.beans.getBean(name) : bean;
	}

	/**
	 * The object behind all proxies.
	 * @param bean a bean
	 * @return the object, the last proxy if none is behind it, or null if that can be
	 * another with each call
	 */
	private static @Nullable Object target(Object bean) {
		Object target = bean;
		while (target instanceof Advised advised) {
			Object next = AopProxyUtils.getSingletonTarget(target);
			if (next == null) {
				return advised.getTargetSource().isStatic() ? target : null;
			}
			target = next;
		}
		return target;
	}

	private @Nullable Class<?> type(String name) {
		try {
			Class<?> type = this.beans
				.getType(this.beans.isFactoryBean(name) ? BeanFactory.FACTORY_BEAN_PREFIX + name : name, false);
			return (type != null) ? ClassUtils.getUserClass(type) : null;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("No type of " + name, ex);
			return null;
		}
	}

	private String reason(String name) {
		if (!this.beans.containsBeanDefinition(name)) {
			return "it was registered as a finished object, which bean post-processors never see";
		}
		if (this.methods.isProxied(name)) {
			return "a bean post-processor took it away again";
		}
		// created before all others, it needs this one, directly or by way of another
		String early = early(name);
		return (early != null)
				? "it was created early, for '" + early
						+ "'; inject it there by ObjectProvider or @Lazy, or make that @Bean method static"
				: "it was created before beans get proxies, or was registered as a finished object";
	}

	private @Nullable String early(String name) {
		Set<String> seen = new HashSet<>();
		Queue<String> queue = new ArrayDeque<>(List.of(name));
		for (String each = queue.poll(); each != null; each = queue.poll()) {
			if (seen.add(each)) {
				Class<?> type = this.beans.containsBean(each) ? this.beans.getType(each, false) : null;
				if (type != null && isEarly(type)) {
					return each;
				}
				queue.addAll(List.of(this.beans.getDependentBeans(each)));
			}
		}
		return null;
	}

	private static boolean isMock(Object bean) {
		try {
			ClassLoader loader = bean.getClass().getClassLoader();
			Object details = ClassUtils.forName("org.mockito.Mockito", loader)
				.getMethod("mockingDetails", Object.class)
				.invoke(null, bean);
			return Boolean.TRUE
				.equals(ClassUtils.forName("org.mockito.MockingDetails", loader).getMethod("isMock").invoke(details));
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

	private static boolean isEarly(Class<?> type) {
		return BeanPostProcessor.class.isAssignableFrom(type) || BeanFactoryPostProcessor.class.isAssignableFrom(type);
	}

}
