package dev.emp.metrics.job;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds, in the class files of a bean, calls of its own metered methods that cannot be
 * made through the proxy. Without a class file, as in a native image, it finds nothing.
 */
final class SelfCalls {

	private static final Log logger = LogFactory.getLog(SelfCalls.class);

	private static final Set<Integer> METHOD_REFERENCES = Set.of(10, 11);

	private final Map<String, Class<?>> hierarchy = new LinkedHashMap<>();

	private final Set<String> metered = new HashSet<>();

	private final Set<String> findings = new LinkedHashSet<>();

	private final boolean byInterface;

	private SelfCalls(Class<?> userClass, Collection<Method> metered, boolean byInterface) {
		this.byInterface = byInterface;
		for (Class<?> type = userClass; type != null && type != Object.class; type = type.getSuperclass()) {
			this.hierarchy.put(Type.getInternalName(type), type);
		}
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(userClass)) {
			this.hierarchy.put(Type.getInternalName(type), type);
		}
		metered.forEach((method) -> this.metered.add(signature(method)));
		// a superclass calls a method by the signature that it knows, perhaps a generic
		// one
		ReflectionUtils.doWithMethods(userClass, (method) -> this.metered.add(signature(method)),
				(method) -> !Modifier.isPrivate(method.getModifiers())
						&& metered.contains(AopUtils.getMostSpecificMethod(method, userClass)));
	}

	/**
	 * Find them.
	 * @param userClass the class of the bean
	 * @param metered its metered methods that the proxy sees
	 * @param byInterface whether the proxy has the interfaces of the class only
	 * @return a sentence for each caller and method
	 */
	static Collection<String> of(Class<?> userClass, Collection<Method> metered, boolean byInterface) {
		try {
			SelfCalls calls = new SelfCalls(userClass, metered, byInterface);
			for (Class<?> type : calls.hierarchy.values()) {
				calls.scan(type);
			}
			return calls.findings;
		}
		catch (Exception | LinkageError ex) {
			logger.debug("No look for self-calls in " + userClass, ex);
			return Set.of();
		}
	}

	/**
	 * Whether an instruction calls a metered method on a reference of the bean's class.
	 * @param owner the internal name of the reference's type
	 * @param signature the name and the descriptor
	 * @return whether it does
	 */
	boolean isMetered(String owner, String signature) {
		return this.metered.contains(signature) && this.hierarchy.containsKey(owner);
	}

	/**
	 * Whether a reference of one type may be one of the bean's class.
	 * @param owner the internal name of a class of the hierarchy
	 * @param source the internal name of any type
	 * @return true also if that is unknown
	 */
	boolean mayBe(String owner, String source) {
		Class<?> type = this.hierarchy.get(owner);
		if (type == null || owner.equals(source)) {
			return true;
		}
		try {
			return !source.startsWith("java/") && type.isAssignableFrom(
					Class.forName(Type.getObjectType(source).getClassName(), false, type.getClassLoader()));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return true;
		}
	}

	private void scan(Class<?> type) throws IOException {
		try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			ClassReader reader = (file != null) ? new ClassReader(file) : null;
			if (reader != null && hasCandidates(reader)) {
				reader.accept(new Callers(type), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			}
		}
	}

	private boolean hasCandidates(ClassReader reader) {
		// most classes have none: this spares reading their code
		char[] buffer = new char[reader.getMaxStringLength()];
		for (int i = 1; i < reader.getItemCount(); i++) {
			int item = reader.getItem(i);
			if (item > 0 && METHOD_REFERENCES.contains(reader.readByte(item - 1))) {
				int method = reader.getItem(reader.readUnsignedShort(item + 2));
				String signature = reader.readUTF8(method, buffer) + reader.readUTF8(method + 2, buffer);
				if (isMetered(reader.readClass(item, buffer), signature)) {
					return true;
				}
			}
		}
		return false;
	}

	private static String signature(Method method) {
		return method.getName() + Type.getMethodDescriptor(method);
	}

	/**
	 * Visits the methods of one class that can call on {@code this}.
	 */
	private final class Callers extends ClassVisitor {

		private final Class<?> type;

		private final int onProxy;

		Callers(Class<?> type) {
			super(SpringAsmInfo.ASM_VERSION);
			this.type = type;
			this.onProxy = onProxy(type);
		}

		private int onProxy(Class<?> type) {
			// a proxy by class cannot override a final method: it and what it calls run
			// on the proxy, and may be counted
			boolean any = !SelfCalls.this.byInterface && Stream.of(type.getDeclaredMethods())
				.map(Method::getModifiers)
				.anyMatch((modifiers) -> Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers)
						&& !Modifier.isStatic(modifiers));
			return any ? (Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE) : 0;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE | this.onProxy)) != 0) {
				return null;
			}
			return new SelfCallVisitor(SelfCalls.this, name, descriptor,
					(finding) -> SelfCalls.this.findings.add(this.type.getName() + "#" + finding));
		}

	}

}
