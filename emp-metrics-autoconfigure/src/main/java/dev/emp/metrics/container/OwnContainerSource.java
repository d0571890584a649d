package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * The container that this process runs in as a source.
 */
final class OwnContainerSource implements SampledSource<ContainerReadings> {

	private final Path root;

	private final @Nullable Duration interval;

	private final ContainerRows rows;

	private @Nullable OwnContainer container;

	private int looks;

	private boolean failed;

	/**
	 * Create the source.
	 * @param root the root of the file system
	 * @param interval the time between two readings, or null
	 * @param askedFor whether the user asked for containers
	 */
	OwnContainerSource(Path root, @Nullable Duration interval, boolean askedFor) {
		this.root = root;
		this.rows = new ContainerRows(askedFor);
		this.interval = interval;
	}

	@Override
	public String name() {
		return "container";
	}

	@Override
	public ContainerReadings read() throws IOException {
		OwnContainer current = this.container;
		// what fails is looked for again, and so is what was not there
		boolean again = this.failed || ++this.looks % Cgroup.LOOKS == 0;
		this.failed = true;
		if (current == null || again || current.hasMoved()) {
			current = OwnContainer.find(this.root, current);
			this.container = current;
		}
		ContainerReadings readings = current.read();
		this.failed = false;
		return readings;
	}

	@Override
	public List<SampledRow<ContainerReadings>> rows(ContainerReadings snapshot) {
		return this.rows.of(snapshot);
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

}
