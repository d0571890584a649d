package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocks of Java in the package of an application, where a reader puts them.
 */
public final class CompiledSnippets {

	private static final String PACKAGE = "com.example";

	private static final String APPLICATION = """
			import org.springframework.boot.autoconfigure.SpringBootApplication;

			@SpringBootApplication(proxyBeanMethods = false)
			public class Application {
			}
			""";

	private static final Pattern TYPE = Pattern
		.compile("(?m)^(?:public )?(?:final )?(?:class|record|enum|@?interface) (\\w+)");

	private final List<String> names = new ArrayList<>();

	private final URLClassLoader classLoader;

	private CompiledSnippets(Path folder) throws IOException {
		this.classLoader = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				CompiledSnippets.class.getClassLoader());
	}

	/**
	 * Compile blocks of code beside an application.
	 * @param blocks the text of each
	 * @param folder an empty folder
	 * @return the classes
	 * @throws IOException if the folder cannot be written to
	 */
	public static CompiledSnippets compile(List<String> blocks, Path folder) throws IOException {
		CompiledSnippets snippets = new CompiledSnippets(folder);
		Path sources = Files.createDirectories(folder.resolve(PACKAGE.replace('.', '/')));
		List<Path> files = new ArrayList<>();
		for (String block : concat(blocks)) {
			String name = TYPE.matcher(block)
				.results()
				.map((MatchResult found) -> found.group(1))
				.findFirst()
				.orElseThrow(() -> new AssertionError("A block without a type:\n" + block));
			Path file = sources.resolve(name + ".java");
			assertThat(file).as("a type of one name per application").doesNotExist();
			files.add(Files.writeString(file, "package " + PACKAGE + ";\n\n" + block));
			snippets.names.add(PACKAGE + "." + name);
		}
		run(files, folder);
		return snippets;
	}

	private static List<String> concat(List<String> blocks) {
		List<String> all = new ArrayList<>(blocks);
		all.add(APPLICATION);
		return all;
	}

	private static void run(List<Path> files, Path folder) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter errors = new StringWriter();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-parameters", "-proc:none", "-d", folder.toString(), "-classpath",
					System.getProperty("java.class.path"));
			boolean compiled = compiler
				.getTask(errors, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
				.call();
			assertThat(compiled).as(errors.toString()).isTrue();
		}
	}

	/**
	 * The class loader of the classes.
	 * @return the class loader
	 */
	public ClassLoader classLoader() {
		return this.classLoader;
	}

	/**
	 * A class of the blocks.
	 * @param simpleName its name without the package
	 * @return the class
	 */
	public Class<?> type(String simpleName) {
		return load(PACKAGE + "." + simpleName);
	}

	List<Class<?>> types() {
		return this.names.stream().<Class<?>>map(this::load).toList();
	}

	private Class<?> load(String name) {
		try {
			return this.classLoader.loadClass(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
