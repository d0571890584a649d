package dev.emp.metrics.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * That a class writes the same texts in every locale: with one that it names, or with
 * {@code %s}, which leaves numbers as they are.
 */
final class LocaleCondition extends ArchCondition<JavaClass> {

	private static final Set<String> METHODS = Set.of("String.toLowerCase", "String.toUpperCase", "String.format",
			"PrintStream.printf", "PrintStream.format", "PrintWriter.printf", "PrintWriter.format", "Formatter.format",
			"DateTimeFormatter.ofPattern", "DateTimeFormatterBuilder.toFormatter");

	private static final Pattern CONVERSION = Pattern.compile("%(\\d+\\$)?[-#+ 0,(<]*\\d*(\\.\\d+)?[a-zA-Z&&[^sn]]");

	LocaleCondition() {
		super("write the same in every locale");
	}

	@Override
	public void check(JavaClass item, ConditionEvents events) {
		for (JavaMethodCall call : item.getMethodCallsFromSelf()) {
			if (METHODS.contains(call.getTargetOwner().getSimpleName() + "." + call.getName()) && call.getTarget()
				.getRawParameterTypes()
				.stream()
				.noneMatch((type) -> type.isEquivalentTo(Locale.class))) {
				events.add(SimpleConditionEvent.violated(item, call.getDescription()));
			}
		}
		for (String format : localFormats(item)) {
			events.add(SimpleConditionEvent.violated(item,
					item.getName() + " formats '" + format + "' for the locale; write %s, or name the locale"));
		}
	}

	private static List<String> localFormats(JavaClass item) {
		List<String> formats = new ArrayList<>();
		try (InputStream input = item.getSource().orElseThrow().getUri().toURL().openStream()) {
			new ClassReader(input).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
						String @Nullable [] exceptions) {
					return new FormatVisitor(formats);
				}

			}, ClassReader.SKIP_DEBUG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return formats;
	}

	/**
	 * Finds the texts of a method that formats by the default locale, as
	 * {@link String#formatted} always does.
	 */
	private static final class FormatVisitor extends MethodVisitor {

		private final List<String> formats;

		private final List<String> texts = new ArrayList<>();

		FormatVisitor(List<String> formats) {
			super(SpringAsmInfo.ASM_VERSION);
			this.formats = formats;
		}

		@Override
		public void visitLdcInsn(Object value) {
			if (value instanceof String text && CONVERSION.matcher(text.replace("%%", "")).find()) {
				this.texts.add(text);
			}
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (opcode == Opcodes.INVOKEVIRTUAL && owner.equals("java/lang/String") && name.equals("formatted")) {
				this.formats.addAll(this.texts);
				this.texts.clear();
			}
		}

	}

}
