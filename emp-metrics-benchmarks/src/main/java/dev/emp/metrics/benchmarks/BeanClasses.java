package dev.emp.metrics.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * Classes of beans, each distinct and new to the JVM each time: what a library does per
 * class is often remembered, and a start sees each class for the first time. Nine of ten
 * take the tenth by their constructor.
 */
final class BeanClasses {

	private static final int METHODS = 5;

	private final List<byte[]> files;

	/**
	 * Make the class files.
	 * @param count how many classes
	 * @param annotated how many of them have a method with the annotation
	 * @param annotation has an attribute {@code value}, or null for none
	 */
	BeanClasses(int count, int annotated, @Nullable Class<? extends Annotation> annotation) {
		this.files = IntStream.range(0, count)
			.mapToObj((index) -> file(index, (index % (count / annotated) == 0) ? annotation : null))
			.toList();
	}

	/**
	 * Load them anew.
	 * @return classes that nothing has seen yet
	 */
	Class<?>[] load() {
		Loader loader = new Loader();
		List<Class<?>> classes = new ArrayList<>();
		this.files.forEach((file) -> classes.add(loader.define(file)));
		return classes.toArray(Class<?>[]::new);
	}

	private static byte[] file(int index, @Nullable Class<? extends Annotation> annotation) {
		ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
		type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "app/Bean" + index, null, "java/lang/Object", null);
		type.visitAnnotation(Type.getDescriptor(Component.class), true).visitEnd();
		int dependency = index - index % 10;
		MethodVisitor constructor = method(type, "<init>",
				(index != dependency) ? "(Lapp/Bean" + dependency + ";)V" : "()V");
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
		end(constructor, Opcodes.RETURN);
		for (int i = 0; i < METHODS; i++) {
			MethodVisitor method = method(type, "run" + i, "(Ljava/lang/String;)Ljava/lang/String;");
			if (i == 0 && annotation != null) {
				var values = method.visitAnnotation(Type.getDescriptor(annotation), true);
				values.visit("value", "job." + index);
				values.visitEnd();
			}
			method.visitVarInsn(Opcodes.ALOAD, 1);
			end(method, Opcodes.ARETURN);
		}
		type.visitEnd();
		return type.toByteArray();
	}

	private static MethodVisitor method(ClassWriter type, String name, String descriptor) {
		return type.visitMethod(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
	}

	private static void end(MethodVisitor method, int instruction) {
		method.visitInsn(instruction);
		method.visitMaxs(0, 0);
		method.visitEnd();
	}

	/**
	 * A loader that starts empty and gives the class files as resources, as others do.
	 */
	private static final class Loader extends ClassLoader {

		private final Map<String, byte[]> resources = new HashMap<>();

		Loader() {
			super(BeanClasses.class.getClassLoader());
		}

		Class<?> define(byte[] file) {
			Class<?> type = defineClass(null, file, 0, file.length);
			this.resources.put(ClassUtils.convertClassNameToResourcePath(type.getName()) + ".class", file);
			return type;
		}

		@Override
		public @Nullable InputStream getResourceAsStream(String name) {
			byte[] file = this.resources.get(name);
			return (file != null) ? new ByteArrayInputStream(file) : super.getResourceAsStream(name);
		}

	}

}
