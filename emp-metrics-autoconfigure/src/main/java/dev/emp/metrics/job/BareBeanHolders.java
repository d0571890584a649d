package dev.emp.metrics.job;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.env.Environment;

/**
 * Finds what holds a metered bean without its proxy. It follows the fields of listener
 * registries, schedulers, post-processors and all other beans as they are, and calls none
 * of them.
 */
final class BareBeanHolders {

	private static final Log logger = LogFactory.getLog(BareBeanHolders.class);

	/** Looked at in some milliseconds; what is next to the beans comes first. */
	private static final int LOOKS = 200_000;

	/** Caches are large, and what calls beans has few of them. */
	private static final int ELEMENTS = 1_000;

	/**
	 * Collections that can be iterated without running application code and without a
	 * lock. Wrappers, views and blocking queues are not among them.
	 */
	private static final Set<Class<?>> READABLE = Set.of(ArrayList.class, LinkedList.class, ArrayDeque.class,
			HashMap.class, LinkedHashMap.class, TreeMap.class, HashSet.class, LinkedHashSet.class,
			IdentityHashMap.class, EnumMap.class, ConcurrentHashMap.class, ConcurrentHashMap.KeySetView.class,
			CopyOnWriteArrayList.class, CopyOnWriteArraySet.class, ConcurrentLinkedQueue.class,
			ConcurrentLinkedDeque.class, List.of().getClass(), List.of(1).getClass(), Set.of().getClass(),
			Set.of(1).getClass(), Map.of().getClass(), Map.of(1, 1).getClass(), Arrays.asList().getClass(),
			Collections.singletonList(1).getClass(), Collections.singleton(1).getClass(),
			Collections.singletonMap(1, 1).getClass());

	/**
	 * Their objects are many, and none of them calls a bean by a reference of its own.
	 */
	private static final List<String> CLOSED = List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.",
			"kotlin.", "io.micrometer.", "io.opentelemetry.", "io.netty.", "reactor.", "ch.qos.logback.", "org.slf4j.",
			"org.apache.catalina.", "org.apache.tomcat.", "org.apache.coyote.", "org.apache.commons.logging.",
			"com.fasterxml.", "tools.jackson.", "org.hibernate.", "org.mockito.", "org.springframework.aop.",
			"org.springframework.beans.", "org.springframework.boot.", "org.springframework.cglib.",
			"org.springframework.context.annotation.", "org.springframework.core.", "org.springframework.expression.",
			"org.springframework.http.", "org.springframework.test.", "org.springframework.util.",
			"org.springframework.web.", "dev.emp.metrics.support.");

	private final MeteredMethods methods;

	private final Map<Object, String> targets;

	private final long deadline;

	private int looks;

	private final Map<String, String> findings = new LinkedHashMap<>();

	private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Map<Class<?>, List<Field>> fields = new HashMap<>();

	private final Queue<HolderPath> queue = new ArrayDeque<>();

	/**
	 * Create a search.
	 * @param methods knows what is metered
	 * @param targets the metered beans without their proxies, by identity, and their
	 * names
	 * @param deadline when to stop, as {@link System#nanoTime()} tells it
	 */
	BareBeanHolders(MeteredMethods methods, Map<Object, String> targets, long deadline) {
		this.methods = methods;
		this.targets = targets;
		this.deadline = deadline;
	}

	/**
	 * Find them.
	 * @param roots where to begin: beans and post-processors, by identity, and what to
	 * call each
	 * @return a sentence for each bean and each root that leads to it
	 */
	Collection<String> find(Map<Object, String> roots) {
		this.visited.addAll(roots.keySet());
		roots.forEach((root, name) -> {
			if (isOpen(root)) {
				this.queue.add(new HolderPath(root, name));
			}
		});
		follow();
		// last, so that what is shared is found on the way from somebody else
		this.targets.forEach((target, name) -> this.queue.add(new HolderPath(target, describe(target, name))));
		follow();
		return this.findings.values();
	}

	/**
	 * Name a bean.
	 * @param bean the bean
	 * @param name its name
	 * @return its class and its name
	 */
	static String describe(Object bean, String name) {
		return bean.getClass().getName() + " (bean '" + name + "')";
	}

	private void follow() {
		for (HolderPath path = this.queue.poll(); path != null; path = this.queue.poll()) {
			if (this.looks > LOOKS || System.nanoTime() - this.deadline > 0) {
				logger.debug("No further look for holders of beans after " + this.looks);
				this.queue.clear();
				return;
			}
			try {
				follow(path, path.end());
			}
			catch (RuntimeException | LinkageError ex) {
				// for example a collection that changes meanwhile
				logger.debug("No look into " + path.end().getClass(), ex);
			}
		}
	}

	private void follow(HolderPath path, Object object) {
		if (object instanceof Map<?, ?> map && isReadable(object)) {
			map.entrySet().stream().limit(ELEMENTS).forEach((entry) -> {
				element(path, entry.getKey(), null);
				element(path, entry.getValue(), entry.getKey());
			});
		}
		else if (object instanceof Collection<?> elements && isReadable(object)) {
			elements.stream().limit(ELEMENTS).forEach((element) -> element(path, element, null));
		}
		else if (object instanceof Object[] elements) {
			Stream.of(elements).limit(ELEMENTS).forEach((element) -> element(path, element, null));
		}
		else if (object instanceof AtomicReference<?> reference) {
			element(path, reference.get(), null);
		}
		else if (Proxy.isProxyClass(object.getClass())) {
			element(path, Proxy.getInvocationHandler(object), null);
		}
		else {
			for (Field field : fields(object.getClass())) {
				Object value = value(field, object);
				if (value != null && isOfInterest(value)) {
					visit(path.field(field, value));
				}
			}
		}
	}

	private void element(HolderPath path, @Nullable Object element, @Nullable Object key) {
		if (element != null && isOfInterest(element)) {
			visit(path.element(element, key));
		}
	}

	private boolean isOfInterest(Object object) {
		this.looks++;
		return this.targets.containsKey(object) || (isOpen(object) && this.visited.add(object));
	}

	private void visit(HolderPath path) {
		Object object = path.end();
		String target = this.targets.get(object);
		if (target != null) {
			found(path, describe(object, target));
		}
		else {
			this.queue.add(path);
		}
	}

	private void found(HolderPath path, String target) {
		Object holder = path.holder();
		boolean own = path.root().equals(target) || holder instanceof FactoryBean
				|| isPartOf(holder.getClass(), path.end().getClass());
		if (!own && canCall(path)) {
			this.findings.putIfAbsent(target + path.root() + path.key(),
					target + " is held without its proxy by " + path.place() + ": calls from there are not counted");
		}
	}

	private static boolean isPartOf(Class<?> holder, Class<?> target) {
		// its lambdas and inner classes call it as this, whoever runs them
		return Stream.<Class<?>>iterate(target, (type) -> type != Object.class, Class::getSuperclass)
			.anyMatch((type) -> holder.getName().startsWith(type.getName() + "$"));
	}

	private boolean canCall(HolderPath path) {
		Class<?> type = path.end().getClass();
		List<Method> called = fields(path.holder().getClass()).stream()
			.filter((field) -> field.getType() == Method.class)
			.flatMap((field) -> Stream.ofNullable((Method) value(field, path.holder())))
			.toList();
		if (!called.isEmpty()) {
			return called.stream().anyMatch((method) -> this.methods.isMetered(method, type));
		}
		return path.types().anyMatch((known) -> known == Object.class || known == type || shows(known, path.end()));
	}

	private boolean shows(Class<?> known, Object object) {
		return known.isInstance(object) && Stream.of(known.getMethods())
			.anyMatch((method) -> this.methods.isMetered(method, object.getClass()));
	}

	private List<Field> fields(Class<?> type) {
		return this.fields.computeIfAbsent(type, (key) -> {
			List<Field> found = new ArrayList<>();
			for (Class<?> each = key; each != null && each != Object.class; each = each.getSuperclass()) {
				Stream.of(each.getDeclaredFields())
					.filter((field) -> !field.getType().isPrimitive() && field.trySetAccessible())
					.forEach(found::add);
			}
			return found;
		});
	}

	private static @Nullable Object value(Field field, Object object) {
		try {
			return field.get(Modifier.isStatic(field.getModifiers()) ? null : object);
		}
		catch (IllegalAccessException ex) {
			return null;
		}
	}

	private static boolean isOpen(Object object) {
		if (object instanceof SpringProxy || object instanceof TargetSource || object instanceof BeanFactory
				|| object instanceof Environment || object instanceof ClassLoader) {
			return false;
		}
		return object instanceof Object[] || object instanceof AtomicReference || isReadable(object)
				|| Proxy.isProxyClass(object.getClass()) || !isClosed(object.getClass());
	}

	private static boolean isReadable(Object object) {
		return READABLE.contains(object.getClass());
	}

	private static boolean isClosed(Class<?> type) {
		return type.isEnum() || CLOSED.stream().anyMatch(type.getName()::startsWith);
	}

}
