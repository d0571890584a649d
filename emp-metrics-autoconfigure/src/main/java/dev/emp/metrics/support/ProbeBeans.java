package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans of one type in their order, where one that cannot be made does not cost the
 * others. It may be a lazy one, which alone would not have stopped the start.
 *
 * @param <P> the type of the probes
 */
final class ProbeBeans<P> {

	private static final Log logger = LogFactory.getLog(ProbeBeans.class);

	private final Class<P> type;

	private final ConfigurableListableBeanFactory beanFactory;

	ProbeBeans(Class<P> type, ConfigurableListableBeanFactory beanFactory) {
		this.type = type;
		this.beanFactory = beanFactory;
	}

	/**
	 * Make the beans, lazy ones too. A scoped bean comes and goes, and is there through
	 * its proxy if it has one.
	 * @return the beans that could be made, and their names
	 */
	List<Named<P>> get() {
		IdentityHashMap<Object, String> names = new IdentityHashMap<>();
		List<P> beans = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, this.type, false,
				true)) {
			P bean = isCandidate(name) ? bean(name) : null;
			if (bean != null && names.putIfAbsent(bean, name) == null) {
				beans.add(bean);
			}
		}
		beans.sort(AnnotationAwareOrderComparator.INSTANCE
			.withSourceProvider((bean) -> declarations(Objects.requireNonNull(names.get(bean)))));
		return beans.stream().map((bean) -> new Named<>(Objects.requireNonNull(names.get(bean)), bean)).toList();
	}

	private boolean isCandidate(String name) {
		BeanDefinition definition = definition(name);
		return definition == null || definition.isAutowireCandidate();
	}

	private @Nullable P bean(String name) {
		try {
			Object bean = this.beanFactory.getBean(name);
			// a method may well have made none
			return this.type.isInstance(bean) ? this.type.cast(bean) : null;
		}
		catch (Throwable ex) {
			logger.warn(this.type.getSimpleName() + " '" + name + "' is not read, since it cannot be made: "
					+ NestedExceptionUtils.getMostSpecificCause(ex));
			return null;
		}
	}

	/**
	 * What may have the order beside the object, as for a list that Spring injects.
	 * @param name the name of the bean
	 * @return its own order, the method that made it, and its class behind a proxy
	 */
	private Object[] declarations(String name) {
		BeanDefinition definition = definition(name);
		Stream.Builder<@Nullable Object> sources = Stream.builder();
		if (definition != null
				&& definition.getAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE) instanceof Integer order) {
			sources.add((Ordered) () -> order);
		}
		if (definition instanceof RootBeanDefinition root) {
			sources.add(root.getResolvedFactoryMethod());
			sources.add(root.getTargetType());
		}
		return sources.build().filter(Objects::nonNull).toArray();
	}

	private @Nullable BeanDefinition definition(String name) {
		try {
			return this.beanFactory.getMergedBeanDefinition(name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			// registered as an object
			return null;
		}
	}

	/**
	 * A bean.
	 *
	 * @param <P> its type
	 * @param name its name
	 * @param bean the bean itself
	 */
	record Named<P>(String name, P bean) {
	}

}
