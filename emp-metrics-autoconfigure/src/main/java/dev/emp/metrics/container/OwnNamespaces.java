package dev.emp.metrics.container;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.NetworkDevices;

/**
 * What this process has of its own, and does not share with the machine.
 *
 * @param proc where {@code /proc} is
 */
record OwnNamespaces(Path proc) {

	/** The kernel gives the first namespace of processes always this number. */
	private static final String MACHINE = "pid:[4026531836]";

	/** The kernel tells user space its own ticks, whatever it is built with, as these. */
	private static final double TICKS = 100;

	private static final int NAME = 2;

	private static final int START_TIME = 22;

	/**
	 * Whether the network is not the machine's. Interfaces would not tell: a container
	 * may be given a physical one, and may see the machine's {@code /sys}.
	 * @return whether it is this container's, or that of its pod
	 */
	boolean hasOwnNetwork() {
		return NetworkDevices.isOfAnother(this.proc);
	}

	/**
	 * How long before the JVM the first process of the container was started. Both
	 * moments come from the same clock, so that neither a changed wall clock nor a
	 * virtual {@code /proc/uptime} disturbs.
	 * @return seconds, or NaN if the process is in no container, or does not see its
	 * first process
	 */
	double secondsBeforeJvm() {
		try {
			boolean contained = !MACHINE.equals(Files.readSymbolicLink(this.proc.resolve("self/ns/pid")).toString());
			return (contained && isOwnProc()) ? Math.max(0, startedAt("self") - startedAt("1")) : Double.NaN;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Seconds since the JVM was started.
	 * @return the seconds
	 */
	static double jvmUptime() {
		return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
	}

	/**
	 * Whether {@code /proc} is that of the own namespace: a mounted one of the machine
	 * has a number for each namespace down to the own, and another first process.
	 */
	private boolean isOwnProc() throws IOException {
		KernelText status = new KernelFile(this.proc.resolve("self/status")).read();
		while (status.nextLine()) {
			if (status.nextWord() && status.is("NSpid:")) {
				return status.nextNumber() > 0 && !status.nextWord();
			}
		}
		return false;
	}

	private double startedAt(String process) throws IOException {
		KernelText stat = new KernelFile(this.proc.resolve(process).resolve("stat")).read();
		return stat.nextLine() ? startedAt(stat) : Double.NaN;
	}

	/**
	 * The time between the start of the machine and that of a process.
	 * @param stat the text of {@code /proc/PID/stat}
	 * @return seconds, or NaN
	 * @see <a href=
	 * "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
	 */
	static double startedAt(KernelText stat) {
		int field = 0;
		long ticks = -1;
		while (stat.nextWord()) {
			field++;
			// the second field, the name, may have blanks and parentheses, and no other
			// has
			if (stat.cutAtLast(')')) {
				field = NAME;
				ticks = -1;
			}
			else if (field == START_TIME) {
				ticks = stat.number();
			}
		}
		return KernelText.orUnknown(ticks) / TICKS;
	}

}
