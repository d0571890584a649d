package dev.emp.metrics.container;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Memory of a cgroup. The limit is the tightest of the cgroup and those above it: v1 says
 * it of itself, of v2 as far as they are visible. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory">cgroup v2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">cgroup v1</a>
 */
final class CgroupMemory {

	private final @Nullable KernelFile usage;

	private final @Nullable KernelFile stat;

	private final @Nullable KernelFile events;

	private final List<KernelFile> limits;

	private long inactiveFile;

	private long limit;

	CgroupMemory(CgroupDirectory directory) {
		this.usage = directory.file(directory.unified() ? "memory.current" : "memory.usage_in_bytes");
		this.stat = directory.file("memory.stat");
		this.events = directory.file(directory.unified() ? "memory.events" : "memory.oom_control");
		this.limits = directory.unified() ? directory.fileAndAncestors("memory.max") : List.of();
	}

	Memory read() throws IOException {
		this.inactiveFile = -1;
		this.limit = -1;
		for (int i = 0; i < this.limits.size(); i++) {
			tighten(number(this.limits.get(i)));
		}
		if (this.stat != null) {
			parse(this.stat.read());
		}
		double oomKills = (this.events != null) ? KernelText.orUnknown(oomKills(this.events.read())) : Double.NaN;
		return Memory.of((this.usage != null) ? number(this.usage) : -1, this.inactiveFile, this.limit, oomKills);
	}

	/**
	 * Parse {@code memory.stat}. Of v1 what begins with {@code total_} includes the
	 * cgroups below, as all of v2 does.
	 * @param text the text
	 */
	void parse(KernelText text) {
		boolean total = false;
		while (text.nextLine()) {
			if (!text.nextWord()) {
				continue;
			}
			if (text.is("total_inactive_file")) {
				this.inactiveFile = text.nextNumber();
				total = true;
			}
			else if (!total && text.is("inactive_file")) {
				this.inactiveFile = text.nextNumber();
			}
			else if (text.is("hierarchical_memory_limit")) {
				tighten(text.nextNumber());
			}
		}
	}

	static long oomKills(KernelText text) {
		while (text.nextLine()) {
			if (text.nextWord() && text.is("oom_kill")) {
				return text.nextNumber();
			}
		}
		return -1;
	}

	private void tighten(long candidate) {
		// the word max is no number, and thus no limit
		if (candidate >= 0 && (this.limit < 0 || candidate < this.limit)) {
			this.limit = candidate;
		}
	}

	private static long number(KernelFile file) throws IOException {
		KernelText text = file.read();
		return text.nextLine() ? text.nextNumber() : -1;
	}

}
