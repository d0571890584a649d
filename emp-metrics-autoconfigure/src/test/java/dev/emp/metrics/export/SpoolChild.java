package dev.emp.metrics.export;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that uses a spool as it is told on its standard input: {@code write},
 * {@code adopt} or {@code delete}. It answers each line with the number of batches it has
 * written or adopted.
 */
public final class SpoolChild implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	SpoolChild(Path directory, String... options) throws IOException {
		String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
		List<String> command = new ArrayList<>(List.of(java, "-Xmx64m"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), SpoolChild.class.getName(),
				directory.toString()));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Tell it to do something, without waiting for it.
	 * @param what what to do, as often as is told
	 * @throws IOException if it has ended
	 */
	void tell(String what) throws IOException {
		this.process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	int answer() throws IOException {
		String line = this.answers.readLine();
		while (line != null && !line.startsWith("done ")) {
			line = this.answers.readLine();
		}
		if (line == null) {
			throw new IOException("The process has ended");
		}
		return Integer.parseInt(line.substring(5));
	}

	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

	/**
	 * What the process does.
	 * @param arguments the directory
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		DiskSpool spool = new DiskSpool(Path.of(arguments[0]), "child", new NioSpoolFiles());
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		int count = 0;
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.equals("adopt")) {
				count += DiskSpoolTests.adopt(spool).size();
			}
			else {
				spool.write(DiskSpoolTests.payload(++count));
			}
			System.out.println("done " + count);
		}
	}

}
