package dev.emp.metrics.support;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;

import org.springframework.aop.SpringProxy;
import org.springframework.util.ClassUtils;

/**
 * Tells what a scrape may call: methods of the JDK, of Spring and of this library, which
 * look at memory. A subclass is asked as long as it leaves them as they are, a proxy
 * never: its advice may be the application's.
 */
public final class DirectCalls {

	private DirectCalls() {
	}

	/**
	 * Whether none of these methods is code of the application, or of a library that it
	 * brings along, which may wait for another process.
	 * @param object the object
	 * @param methods names of public methods without parameters; without any, its class
	 * as a whole has to be known
	 * @return whether they can be called on any thread
	 */
	public static boolean areSafe(Object object, String... methods) {
		Class<?> type = object.getClass();
		return !isProxy(object) && (isKnown(type)
				|| (methods.length > 0 && Stream.of(methods).allMatch((method) -> isKnown(type, method))));
	}

	/**
	 * Whether an object is of the library.
	 * @param object the object
	 * @return whether its class is
	 */
	public static boolean isOwn(Object object) {
		return object.getClass().getName().startsWith("dev.emp.metrics.");
	}

	private static boolean isProxy(Object object) {
		return Proxy.isProxyClass(object.getClass()) || object instanceof SpringProxy
				|| object.getClass().getName().contains(ClassUtils.CGLIB_CLASS_SEPARATOR);
	}

	private static boolean isKnown(Class<?> type, String method) {
		try {
			return isKnown(type.getMethod(method).getDeclaringClass());
		}
		catch (NoSuchMethodException ex) {
			// as in a native image
			return false;
		}
	}

	private static boolean isKnown(Class<?> type) {
		return type.getClassLoader() == null || type.getName().startsWith("org.springframework.scheduling.concurrent.")
				|| type.getName().startsWith("org.springframework.core.task.")
				|| type.getName().startsWith("org.springframework.util.")
				|| type.getPackageName().equals(DirectCalls.class.getPackageName());
	}

}
