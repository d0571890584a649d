package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.BlockDevices;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Processors;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The containers of the machine, by their cgroups alone, as a source.
 */
final class CgroupTreeSource implements SampledSource<ContainerReadings> {

	private final Supplier<CgroupTree> trees;

	private final BlockDevices disks = BlockDevices.byNumber(Path.of("/"));

	private final ContainerLimit limit;

	/** Read by the source of the own container. */
	private final BiPredicate<String, @Nullable CgroupDirectory> isOwn;

	private final @Nullable Duration interval;

	private final ContainerRows rows = new ContainerRows(true);

	private Map<String, Known> known = Map.of();

	private int looks;

	CgroupTreeSource(Supplier<CgroupTree> trees, ContainerLimit limit,
			BiPredicate<String, @Nullable CgroupDirectory> isOwn, @Nullable Duration interval) {
		this.trees = trees;
		this.limit = limit;
		this.isOwn = isOwn;
		this.interval = interval;
	}

	@Override
	public String name() {
		return "container:cgroups";
	}

	@Override
	public ContainerReadings read() throws IOException {
		CgroupTree tree = this.trees.get();
		boolean again = ++this.looks % Cgroup.LOOKS == 0;
		Map<String, Known> current = new LinkedHashMap<>();
		for (CgroupTree.Found found : choose(tree)) {
			Known before = this.known.get(found.id());
			boolean same = before != null && !again && before.found().equals(found);
			current.put(found.id(), (before != null && same) ? before : look(found, tree, before));
		}
		this.known = current;
		return read(current);
	}

	private List<CgroupTree.Found> choose(CgroupTree tree) throws IOException {
		// those that are shown stay, the rest is in the order of the identifiers
		List<CgroupTree.Found> meant = tree.find()
			.stream()
			.filter((found) -> !this.isOwn.test(found.id(), tree.directory(found, "memory")))
			.sorted(Comparator.comparing((CgroupTree.Found found) -> !this.known.containsKey(found.id()))
				.thenComparing(CgroupTree.Found::id))
			.toList();
		return this.limit.keep(meant, CgroupTree.Found::id);
	}

	private Known look(CgroupTree.Found found, CgroupTree tree, @Nullable Known before) {
		Function<String, @Nullable CgroupDirectory> directories = (controller) -> tree.directory(found, controller);
		if (before == null || !before.found().path().equals(found.path())) {
			Cgroup cgroup = new Cgroup(directories, this.disks::isLowest);
			return new Known(found, identity(found.id()),
					new Origin(found.path(), cgroup, Processors.of(Path.of("/proc"))), cgroup);
		}
		before.cgroup().look(directories);
		return new Known(found, before.identity(), before.origin(), before.cgroup());
	}

	private static ContainerIdentity identity(String id) {
		// those of one task of AWS Fargate begin with the same characters
		return ContainerIds.isOfTask(id)
				? new ContainerIdentity(BoundedTags.UNKNOWN, BoundedTags.text(id), BoundedTags.UNKNOWN)
				: ContainerIdentity.of(null, id, null);
	}

	private static ContainerReadings read(Map<String, Known> containers) {
		List<ContainerIdentity> identities = new ArrayList<>(containers.size());
		List<Origin> origins = new ArrayList<>(containers.size());
		List<ContainerReading> readings = new ArrayList<>(containers.size());
		for (Known container : containers.values()) {
			try {
				readings.add(container.cgroup().read(Io.UNKNOWN, Double.NaN));
				identities.add(container.identity());
				origins.add(container.origin());
			}
			catch (IOException ex) {
				// it has gone since it was found
			}
		}
		return new ContainerReadings(identities, origins, readings);
	}

	@Override
	public List<SampledRow<ContainerReadings>> rows(ContainerReadings snapshot) {
		return this.rows.of(snapshot);
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

	/**
	 * A container that was there in the last round.
	 */
	private record Known(CgroupTree.Found found, ContainerIdentity identity, Origin origin, Cgroup cgroup) {

	}

}
