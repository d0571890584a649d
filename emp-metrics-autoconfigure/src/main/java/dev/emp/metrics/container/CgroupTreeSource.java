package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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

	private final ContainerRows rows = new ContainerRows();

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
		Map<String, Path> found = tree.find();
		Map<String, Known> current = new HashMap<>();
		for (String id : choose(found, tree)) {
			Known before = this.known.get(id);
			Path path = found.get(id);
			current.put(id, (before != null && before.path().equals(path)) ? before : look(id, path, tree));
		}
		this.known = current;
		return read(current);
	}

	private List<String> choose(Map<String, Path> found, CgroupTree tree) {
		// those that are shown stay, the rest is in the order of the identifiers
		List<String> meant = found.keySet()
			.stream()
			.filter((id) -> !this.isOwn.test(id, tree.directory(found.get(id), "memory")))
			.sorted(Comparator.comparing((String id) -> !this.known.containsKey(id))
				.thenComparing(Comparator.naturalOrder()))
			.toList();
		return this.limit.keep(meant, (id) -> id);
	}

	private static Known look(String id, Path path, CgroupTree tree) {
		return new Known(ContainerIdentity.of(null, id, null), path,
				new Cgroup((controller) -> tree.directory(path, controller)));
	}

	private static ContainerReadings read(Map<String, Known> containers) {
		List<ContainerIdentity> identities = new ArrayList<>(containers.size());
		List<ContainerReading> readings = new ArrayList<>(containers.size());
		for (Known container : containers.values()) {
			try {
				readings.add(container.cgroup().read(Io.UNKNOWN, Double.NaN));
				identities.add(container.identity());
			}
			catch (IOException ex) {
				// it has gone since it was found
			}
		}
		return new ContainerReadings(identities, readings);
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
	private record Known(ContainerIdentity identity, Path path, Cgroup cgroup) {

	}

}
