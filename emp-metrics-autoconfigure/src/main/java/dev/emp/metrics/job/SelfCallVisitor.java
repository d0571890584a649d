package dev.emp.metrics.job;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Reads the code of one method. A call is one on {@code this} if the method has no other
 * place to take such a reference from; where it has one, for example a field with the
 * bean's own proxy, nothing is said.
 */
final class SelfCallVisitor extends MethodVisitor {

	private static final String LAMBDA = "lambda$";

	private final SelfCalls bean;

	private final String caller;

	private final String signature;

	private final Consumer<String> findings;

	private final Set<String> sources = new HashSet<>();

	private final Map<String, String> calls = new LinkedHashMap<>();

	/**
	 * Create a visitor for one method.
	 * @param bean knows the metered methods
	 * @param name the name of the method
	 * @param descriptor its parameters and result
	 * @param findings takes what is found
	 */
	SelfCallVisitor(SelfCalls bean, String name, String descriptor, Consumer<String> findings) {
		super(SpringAsmInfo.ASM_VERSION);
		this.bean = bean;
		this.caller = caller(name);
		this.signature = name.startsWith(LAMBDA) ? this.caller : name + descriptor;
		this.findings = findings;
		Stream.of(Type.getArgumentTypes(descriptor)).forEach(this::source);
	}

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		if (opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE) {
			call(owner, name, descriptor);
		}
		source(Type.getReturnType(descriptor));
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle factory, Object... arguments) {
		for (Object argument : arguments) {
			// with a receiver, as in this::render; Renderer::render captures none
			if (argument instanceof Handle handle
					&& (handle.getTag() == Opcodes.H_INVOKEVIRTUAL || handle.getTag() == Opcodes.H_INVOKEINTERFACE)
					&& Type.getArgumentTypes(descriptor).length == 1) {
				call(handle.getOwner(), handle.getName(), handle.getDesc());
			}
		}
		source(Type.getReturnType(descriptor));
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
		source(Type.getType(descriptor));
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		source(Type.getObjectType(type));
	}

	@Override
	public void visitEnd() {
		this.calls.forEach((name, owner) -> {
			if (this.sources.stream().noneMatch((source) -> this.bean.mayBe(owner, source))) {
				this.findings
					.accept(this.caller + " calls its own " + name + " past the proxy: that call is not counted");
			}
		});
	}

	private static String caller(String name) {
		int end = name.indexOf('$', LAMBDA.length());
		return (name.startsWith(LAMBDA) && end > 0) ? name.substring(LAMBDA.length(), end) : name;
	}

	private void call(String owner, String name, String descriptor) {
		// a method that calls itself is still at the same job
		boolean recursive = this.signature.equals(name + descriptor) || this.signature.equals(name);
		if (!recursive && this.bean.isMetered(owner, name + descriptor)) {
			this.calls.put(name, owner);
		}
	}

	private void source(Type type) {
		Type element = (type.getSort() == Type.ARRAY) ? type.getElementType() : type;
		if (element.getSort() == Type.OBJECT) {
			this.sources.add(element.getInternalName());
		}
	}

}
