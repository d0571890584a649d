package dev.emp.metrics.support;

import java.lang.reflect.Proxy;
import java.util.stream.Stream;

/**
 * Tells what a scrape may call: methods of the JDK, of Spring and of this library, which
 * look at memory. A subclass is asked as long as it leaves them as they are.
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
		return isKnown(type) || (methods.length > 0 && Stream.of(methods).allMatch((method) -> isKnown(type, method)));
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
		if (Proxy.isProxyClass(type)) {
			return false;
		}
		return type.getClassLoader() == null || type.getName().startsWith("org.springframework.scheduling.concurrent.")
				|| type.getName().startsWith("org.springframework.core.task.")
				|| type.getName().startsWith("org.springframework.util.")
				|| type.getPackageName().equals(DirectCalls.class.getPackageName());
	}

}
