package dev.emp.metrics.container;

import java.io.IOException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.Growth;

/**
 * A container of a Docker Engine from round to round. One that does not answer in time
 * keeps its last reading for as long as a source keeps its own. Not safe for use by
 * several threads.
 */
final class DockerContainer {

	/** With the one that was answered, three rounds. */
	private static final int PATIENCE = 2;

	private final String id;

	private ContainerIdentity identity;

	private @Nullable DockerState state;

	private @Nullable DockerStats stats;

	private @Nullable String listedOwner;

	/** Otherwise it counts for another container. */
	private boolean countsNetwork = true;

	private boolean gone;

	private @Nullable IOException failure;

	private @Nullable ContainerReading last;

	private DockerState lastState = DockerState.UNKNOWN;

	/** Which block devices count, by their numbers. */
	private final Predicate<String> disks;

	private final IoSum disk = new IoSum(Growth.Most.DISK_BYTES);

	private final IoSum network = new IoSum(Growth.Most.NETWORK_BYTES);

	private Origin origin;

	private int missed;

	private int missedStates;

	DockerContainer(ListedContainer listed, Predicate<String> disks) {
		this.disks = disks;
		this.id = listed.id();
		this.identity = listed.identity();
		this.origin = new Origin(this.id, this.disk, 0);
	}

	/**
	 * Begin a round.
	 * @param listed the container as it is listed now: it may have another name
	 */
	void begin(ListedContainer listed) {
		this.listedOwner = listed.networkOwner();
		ContainerIdentity current = listed.identity();
		this.identity = current.equals(this.identity) ? this.identity : current;
		this.state = null;
		this.stats = null;
		this.gone = false;
		this.failure = null;
	}

	void answered(DockerState state) {
		this.state = state;
	}

	void answered(DockerStats stats) {
		this.stats = stats;
	}

	/**
	 * Whose network it uses, as the list or, as of Podman, the state alone says.
	 * @return the identifier or name of another container, or null if it is its own
	 */
	@Nullable String networkOwner() {
		DockerState state = (this.state != null) ? this.state : this.lastState;
		return (this.listedOwner != null) ? this.listedOwner : state.networkOwner();
	}

	void countsNetwork(boolean counts) {
		this.countsNetwork = counts;
	}

	void gone() {
		this.gone = true;
	}

	void failed(IOException ex) {
		this.failure = ex;
	}

	/**
	 * End a round. A state that was not answered costs itself alone.
	 * @return what is known, or null if it is nothing
	 */
	@Nullable ContainerReading end() {
		if (this.stats != null && !this.gone) {
			this.missed = 0;
			this.lastState = stateOrLast();
			this.last = reading(this.lastState, this.stats);
		}
		else if (this.gone || ++this.missed > PATIENCE) {
			this.last = null;
		}
		return this.last;
	}

	private DockerState stateOrLast() {
		// it mostly changes with a restart alone
		if (this.state != null) {
			this.missedStates = 0;
			return this.state;
		}
		return (++this.missedStates > PATIENCE) ? DockerState.UNKNOWN : this.lastState;
	}

	private ContainerReading reading(DockerState state, DockerStats stats) {
		if (!stats.running()) {
			// between two restarts there is no process to measure
			return new ContainerReading(Cpu.UNKNOWN, Memory.UNKNOWN, Io.UNKNOWN, Io.UNKNOWN, Double.NaN,
					state.restarts(), Double.NaN);
		}
		Memory memory = Memory.of(stats.memoryUsage(), stats.inactiveFile(),
				state.hasMemoryLimit() ? stats.memoryLimit() : -1, Double.NaN);
		if (stats.processors() != this.origin.processors()) {
			this.origin = new Origin(this.id, this.disk, stats.processors());
		}
		double uptime = Math.max(0, stats.readAt() - state.startedAt());
		return new ContainerReading(stats.cpu(), memory, this.disk.next(stats.disk(), this.disks),
				network(state, stats), stats.pids(), state.restarts(), uptime);
	}

	private Io network(DockerState state, DockerStats stats) {
		return (this.countsNetwork && state.hasNetwork()) ? this.network.next(stats.network(), (name) -> true)
				: Io.UNKNOWN;
	}

	/**
	 * Whether it was asked in vain what it uses.
	 * @return whether it was, in this round
	 */
	boolean isSilent() {
		return this.failure != null && this.stats == null;
	}

	String id() {
		return this.id;
	}

	ContainerIdentity identity() {
		return this.identity;
	}

	Origin origin() {
		return this.origin;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

}
