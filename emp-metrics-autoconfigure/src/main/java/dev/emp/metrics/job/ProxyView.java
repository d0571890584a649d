package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * What a proxy of a class sees.
 */
final class ProxyView {

	private ProxyView() {
	}

	/**
	 * Why no subclass can be a proxy of a class.
	 * @param type the class of a bean
	 * @return the reason, or null if one can
	 */
	static @Nullable String closed(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
			return "a final class";
		}
		if (type.isSealed()) {
			return "a sealed class";
		}
		return (!type.isInterface() && hidesConstructors(type)) ? "a class with private constructors only" : null;
	}

	/**
	 * Why a proxy does not see a method.
	 * @param method the most specific method
	 * @param userClass the class of the bean
	 * @param byInterface whether the proxy has the interfaces of the class only
	 * @return the reason, or null if it does
	 */
	static @Nullable String unseen(Method method, Class<?> userClass, boolean byInterface) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "static";
		}
		if (byInterface) {
			return isOnInterface(method, userClass) ? null : "on no interface, and the bean is proxied by interface";
		}
		if (Modifier.isFinal(modifiers)) {
			return "final";
		}
		boolean hidden = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers)
				&& !method.getDeclaringClass().getPackage().equals(userClass.getPackage());
		return hidden ? "package-private in another package" : null;
	}

	private static boolean hidesConstructors(Class<?> type) {
		return Stream.of(type.getDeclaredConstructors())
			.allMatch((constructor) -> Modifier.isPrivate(constructor.getModifiers()));
	}

	/**
	 * Whether a proxy meters calls, itself or by another that it stands before.
	 * @param bean a bean
	 * @return false if it has no proxy
	 */
	static boolean isMetered(Object bean) {
		Object proxy = bean;
		while (proxy instanceof Advised advised) {
			if (Stream.of(advised.getAdvisors())
				.anyMatch((each) -> each.getAdvice() instanceof MeteredJobInterceptor)) {
				return true;
			}
			proxy = AopProxyUtils.getSingletonTarget(proxy);
		}
		return false;
	}

	private static boolean isOnInterface(Method method, Class<?> userClass) {
		return method.getDeclaringClass().isInterface() || Stream.of(ClassUtils.getAllInterfacesForClass(userClass))
			.flatMap((type) -> Stream.of(type.getMethods()))
			.anyMatch((declared) -> AopUtils.getMostSpecificMethod(declared, userClass).equals(method));
	}

}
