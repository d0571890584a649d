package dev.emp.metrics.container;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.SaidFailure;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The containers of a Docker Engine as a source. It fails where the engine does not
 * answer, or answers for no container.
 */
final class DockerSource implements SampledSource<ContainerReadings> {

	private static final Log logger = LogFactory.getLog(DockerSource.class);

	/** Looks that containers which answer now and then have to answer. */
	private static final int STEADY = 30;

	private final DockerEngine engine;

	private final ContainerFilter filter;

	private final ContainerLimit limit;

	/** Read by the source of the own container. */
	private final Predicate<String> isOwn;

	/** Which block devices count, by their numbers. */
	private final Predicate<String> disks;

	private final @Nullable Duration interval;

	private final ContainerRows rows = new ContainerRows(true);

	private Map<String, DockerContainer> known = new HashMap<>();

	private final SaidFailure said = new SaidFailure(STEADY);

	private long looks;

	DockerSource(DockerEngine engine, ContainerFilter filter, ContainerLimit limit, Predicate<String> isOwn,
			Predicate<String> disks, @Nullable Duration interval) {
		this.engine = engine;
		this.filter = filter;
		this.limit = limit;
		this.isOwn = isOwn;
		this.disks = disks;
		this.interval = interval;
	}

	@Override
	public String name() {
		return "container:docker";
	}

	@Override
	public ContainerReadings read() throws IOException {
		long deadline = this.engine.deadline();
		List<ListedContainer> all = this.engine.list(deadline);
		SharedNetworks networks = new SharedNetworks(all);
		all.stream().map(ListedContainer::id).filter(this.isOwn).forEach(networks::own);
		List<DockerContainer> containers = begin(choose(all));
		if (!containers.isEmpty()) {
			this.engine.read(containers, deadline);
			report(containers);
		}
		networks.share(containers);
		return end(containers);
	}

	private List<ListedContainer> choose(List<ListedContainer> listed) {
		List<ListedContainer> meant = listed.stream()
			.filter((container) -> !this.isOwn.test(container.id()) && this.filter.admits(container))
			.sorted(ListedContainer.OLDEST_FIRST)
			.toList();
		return this.limit.keep(meant, ListedContainer::id);
	}

	private List<DockerContainer> begin(List<ListedContainer> chosen) {
		Map<String, DockerContainer> current = new HashMap<>();
		List<DockerContainer> containers = new ArrayList<>(chosen.size());
		for (ListedContainer listed : chosen) {
			DockerContainer before = this.known.get(listed.id());
			DockerContainer container = (before != null) ? before : new DockerContainer(listed, this.disks);
			// an engine that lists one twice is taken at its first word
			if (current.putIfAbsent(listed.id(), container) == null) {
				container.begin(listed);
				containers.add(container);
			}
		}
		this.known = current;
		return containers;
	}

	private void report(List<DockerContainer> containers) throws IOException {
		List<IOException> failures = new ArrayList<>();
		for (DockerContainer container : containers) {
			IOException failure = container.failure();
			if (failure != null) {
				failures.add(failure);
			}
		}
		if (containers.stream().allMatch(DockerContainer::isSilent)) {
			throw failures.get(0);
		}
		this.looks++;
		if (failures.isEmpty()) {
			if (this.said.answered(this.looks)) {
				logger.info("All containers answer again.");
			}
		}
		else if (this.said.failed(this.looks)) {
			logger.warn(failures.size() + " of " + containers.size() + " containers did not answer, or not fully: "
					+ failures.get(0).getMessage() + ". What is missing keeps its last values for a while."
					+ (this.said.isUnsteady() ? " It comes and goes." : ""));
		}
	}

	private static ContainerReadings end(List<DockerContainer> containers) {
		List<ContainerIdentity> identities = new ArrayList<>(containers.size());
		List<Origin> origins = new ArrayList<>(containers.size());
		List<ContainerReading> readings = new ArrayList<>(containers.size());
		for (DockerContainer container : containers) {
			ContainerReading reading = container.end();
			if (reading != null) {
				identities.add(container.identity());
				origins.add(container.origin());
				readings.add(reading);
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

}
