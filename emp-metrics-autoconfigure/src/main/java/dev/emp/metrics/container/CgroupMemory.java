package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.GrownSum;
import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Memory of a cgroup, or of the one above it whose limit is the tightest of those that
 * are visible: what is used of a limit is what is charged to it, and where it is enforced
 * the kernel kills. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory">cgroup v2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">cgroup v1</a>
 */
final class CgroupMemory {

	/** The cgroup itself, and upwards from there. */
	private List<Level> levels = List.of();

	private boolean unified;

	private final GrownSum oomKills = new GrownSum(Growth.Most.OOM_KILLS);

	private long inactiveFile;

	/** Of v1: the tightest limit up to the root, visible or not. */
	private long hierarchicalLimit;

	private long limit;

	/** The level that has the limit, or the cgroup itself. */
	private int enforcing;

	CgroupMemory(CgroupDirectory directory) {
		look(directory);
	}

	/**
	 * Look for the files.
	 * @param directory where memory is accounted
	 */
	void look(CgroupDirectory directory) {
		this.unified = directory.unified();
		this.levels = directory.upwards().stream().map(Level::of).toList();
	}

	Memory read() throws IOException {
		this.hierarchicalLimit = -1;
		this.inactiveFile = inactiveFile(this.levels.get(0));
		choose();
		Level level = this.levels.get(this.enforcing);
		if (this.enforcing > 0) {
			this.inactiveFile = inactiveFile(level);
		}
		countKills();
		return Memory.of(number(level.usage()), this.inactiveFile, this.limit, this.oomKills.next());
	}

	/**
	 * Choose the tightest limit, of equal ones that of the cgroup itself. Of v1 the
	 * kernel says which one holds, since those above may not; where that is not visible,
	 * neither is what is used of it.
	 */
	private void choose() throws IOException {
		this.enforcing = 0;
		this.limit = -1;
		boolean told = this.hierarchicalLimit >= 0;
		if (told && this.levels.get(0).limit() == null) {
			this.limit = this.hierarchicalLimit;
			return;
		}
		for (int i = 0; i < this.levels.size(); i++) {
			// max reads as a negative number: unlimited
			long candidate = number(this.levels.get(i).limit());
			boolean tighter = candidate > 0 && (this.limit < 0 || candidate < this.limit);
			if (tighter && (!told || candidate == this.hierarchicalLimit)) {
				this.limit = candidate;
				this.enforcing = i;
			}
		}
	}

	/**
	 * Note the processes that were killed. Of v2 the numbers mostly include the cgroups
	 * below, but not with the mount option {@code memory_localevents} or before Linux
	 * 5.2; of v1 each cgroup counts its own processes alone. The sum goes on where it is
	 * when the limit is in another place, with what is killed meanwhile.
	 */
	private void countKills() throws IOException {
		double kills = Double.NaN;
		for (int i = 0; i < this.levels.size(); i++) {
			Level level = this.levels.get(i);
			double next = KernelText.orUnknown(oomKills(level));
			if (!Double.isNaN(next)) {
				double before = Double.isNaN(kills) ? 0 : kills;
				kills = this.unified ? Math.max(before, next) : before + next;
			}
			if (i == this.enforcing) {
				this.oomKills.add(level.place(), kills);
			}
			else {
				this.oomKills.watch(level.place(), kills);
			}
		}
	}

	private static long oomKills(Level level) throws IOException {
		KernelFile events = level.events();
		return (events != null) ? oomKills(events.read()) : -1;
	}

	static long oomKills(KernelText text) {
		while (text.nextLine()) {
			if (text.nextWord() && text.is("oom_kill")) {
				return text.nextNumber();
			}
		}
		return -1;
	}

	/**
	 * Read {@code memory.stat}. Of v1 what begins with {@code total_} includes the
	 * cgroups below, as all of v2 does.
	 * @param level whose statistics
	 * @return bytes of inactive file cache, or -1
	 */
	private long inactiveFile(Level level) throws IOException {
		KernelFile stat = level.stat();
		if (stat == null) {
			return -1;
		}
		KernelText text = stat.read();
		long own = -1;
		long total = -1;
		while (text.nextLine()) {
			if (!text.nextWord()) {
				continue;
			}
			if (text.is("total_inactive_file")) {
				total = text.nextNumber();
			}
			else if (text.is("inactive_file")) {
				own = text.nextNumber();
			}
			else if (text.is("hierarchical_memory_limit")) {
				this.hierarchicalLimit = text.nextNumber();
			}
		}
		return (total >= 0) ? total : own;
	}

	private static long number(@Nullable KernelFile file) throws IOException {
		if (file == null) {
			return -1;
		}
		KernelText text = file.read();
		return text.nextLine() ? text.nextNumber() : -1;
	}

	/**
	 * The files of one cgroup that are there.
	 */
	private record Level(Path place, @Nullable KernelFile usage, @Nullable KernelFile stat, @Nullable KernelFile events,
			@Nullable KernelFile limit) {

		static Level of(CgroupDirectory directory) {
			boolean unified = directory.unified();
			return new Level(directory.path(), directory.file(unified ? "memory.current" : "memory.usage_in_bytes"),
					directory.file("memory.stat"), directory.file(unified ? "memory.events" : "memory.oom_control"),
					directory.file(unified ? "memory.max" : "memory.limit_in_bytes"));
		}

	}

}
