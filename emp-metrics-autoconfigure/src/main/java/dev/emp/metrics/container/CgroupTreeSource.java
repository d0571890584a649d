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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The containers of the machine, by their cgroups alone, as a source.
 */
final class CgroupTreeSource implements SampledSource<ContainerReadings> {

	private final Supplier<CgroupTree> trees;

	private final ContainerLimit limit;

	/** Read by the source of the own container. */
	private final BiPredicate<String, @Nullable CgroupDirectory> isOwn;

	private final @Nullable Duration interval;

	private final ContainerRows rows = new ContainerRows(true);

	private Map<String, Known> known = Map.of();

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
		Map<String, Known> current = new LinkedHashMap<>();
		for (CgroupTree.Found found : choose(tree)) {
			Known before = this.known.get(found.id());
			current.put(found.id(), (before != null && before.found().equals(found)) ? before : look(found, tree));
		}
		this.known = current;
		return read(current);
	}

	private List<CgroupTree.Found> choose(CgroupTree tree) throws IOException {
		// those that are shown stay, the rest is in the order of the identifiers
		List<CgroupTree.Found> meant = tree.find()
			.stream()
			.filter((found) -> !this.isOwn.test(found.id(), tree.directory(found.path(), "memory")))
			.sorted(Comparator.comparing((CgroupTree.Found found) -> !this.known.containsKey(found.id()))
				.thenComparing(CgroupTree.Found::id))
			.toList();
		return this.limit.keep(meant, CgroupTree.Found::id);
	}

	private static Known look(CgroupTree.Found found, CgroupTree tree) {
		Cgroup cgroup = new Cgroup((controller) -> tree.directory(found.path(), controller));
		return new Known(found, ContainerIdentity.of(null, found.id(), null),
				new Origin(found, cgroup, Processors.of(Path.of("/proc"))), cgroup);
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
