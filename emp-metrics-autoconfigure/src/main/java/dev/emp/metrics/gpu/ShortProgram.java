package dev.emp.metrics.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * Runs a program that prints a little and ends soon; one that does not is ended, with all
 * that it started. It needs no thread, so that none can be left. Not safe for use by
 * several threads.
 */
final class ShortProgram {

	/** More is no answer. */
	static final int LIMIT = 256 * 1024;

	private static final int PAUSE_MILLIS = 10;

	/** Ended, and perhaps not yet gone: the kernel waits for a driver that hangs. */
	private @Nullable Process last;

	/**
	 * Run it to its end.
	 * @param command the program and its arguments, which no shell sees
	 * @param until the moment by {@link System#nanoTime()} when it is ended
	 * @return what it printed, errors included, and its exit code
	 * @throws InterruptedException if the thread was interrupted, and still is
	 * @throws IOException if it does not start, does not end or prints too much
	 */
	SmiAnswer run(List<String> command, long until) throws IOException, InterruptedException {
		if (this.last != null && this.last.isAlive()) {
			throw new GpuException(command.get(0) + " hangs since its last run and cannot be ended. "
					+ "Restart the machine if it stays so.");
		}
		Process process = start(command);
		this.last = process;
		try (InputStream output = process.getInputStream()) {
			process.getOutputStream().close();
			String text = read(command.get(0), process, output, until);
			return new SmiAnswer(process.exitValue(), text);
		}
		catch (InterruptedException ex) {
			// whoever runs this thread may look at it as well
			Thread.currentThread().interrupt();
			throw ex;
		}
		finally {
			end(process);
		}
	}

	private static Process start(List<String> command) throws IOException {
		String program = command.get(0);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// it would translate what it says, and write a comma in numbers
		builder.environment().put("LC_ALL", "C");
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new GpuException(
					BoundedTags.text(program) + " does not start: " + BoundedTags.text("" + ex.getMessage())
							+ ". Install the tools of the NVIDIA driver, or start the container with "
							+ "NVIDIA_DRIVER_CAPABILITIES=utility.",
					ex);
		}
	}

	private static String read(String program, Process process, InputStream output, long until)
			throws IOException, InterruptedException {
		byte[] bytes = new byte[8192];
		int length = 0;
		while (true) {
			// no read ever waits: what the program started may keep the pipe open; and
			// its end comes first, since nothing is written after it
			boolean ended = process.waitFor((length > 0) ? 1 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			int available = output.available();
			if (available > 0) {
				bytes = (length == bytes.length) ? Arrays.copyOf(bytes, 2 * length) : bytes;
				length += Math.max(0, output.read(bytes, length, Math.min(available, bytes.length - length)));
			}
			else if (ended) {
				return new String(bytes, 0, length, StandardCharsets.UTF_8);
			}
			check(program, length, until);
		}
	}

	private static void check(String program, int length, long until) throws IOException {
		if (length >= LIMIT) {
			throw new GpuException(program + " printed more than " + LIMIT / 1024 + " KiB. Is it the right program?");
		}
		if (System.nanoTime() - until >= 0) {
			throw new GpuException(
					program + " did not end in time. Run it by hand: it waits for the driver, or starts it "
							+ "each time, which nvidia-persistenced avoids.");
		}
	}

	private static void end(Process process) {
		if (process.isAlive()) {
			// before its end: the children of one that is gone are not found
			List<ProcessHandle> started = process.descendants().toList();
			process.destroyForcibly();
			started.forEach(ProcessHandle::destroyForcibly);
		}
	}

}
