package dev.emp.metrics.sample.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The order in which jobs leave the queue: by priority, in one priority first come, first
 * served; a job that rests joins its lane when its rest is over. Not thread-safe.
 */
final class Lanes {

	private final Map<Priority, Deque<QueuedJob>> ready = new EnumMap<>(Priority.class);

	private final PriorityQueue<QueuedJob> resting = new PriorityQueue<>(Comparator.comparing(QueuedJob::availableAt));

	Lanes() {
		for (Priority priority : Priority.values()) {
			this.ready.put(priority, new ArrayDeque<>());
		}
	}

	void add(QueuedJob job) {
		// whose rest is over came before
		wake(job.availableAt());
		lane(job).add(job);
	}

	void rest(QueuedJob job) {
		this.resting.add(job);
	}

	@Nullable QueuedJob next(Instant now) {
		wake(now);
		for (Deque<QueuedJob> lane : this.ready.values()) {
			QueuedJob job = lane.poll();
			if (job != null) {
				return job;
			}
		}
		return null;
	}

	@Nullable Instant nextWake() {
		QueuedJob job = this.resting.peek();
		return (job != null) ? job.availableAt() : null;
	}

	@Nullable Instant oldest(Instant now) {
		wake(now);
		return this.ready.values()
			.stream()
			.flatMap((lane) -> Stream.ofNullable(lane.peek()))
			.map(QueuedJob::availableAt)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	int ready() {
		return this.ready.values().stream().mapToInt(Deque::size).sum();
	}

	int resting() {
		return this.resting.size();
	}

	List<QueuedJob> clear() {
		List<QueuedJob> left = new ArrayList<>(this.resting);
		this.ready.values().forEach(left::addAll);
		this.ready.values().forEach(Deque::clear);
		this.resting.clear();
		return left;
	}

	private void wake(Instant now) {
		QueuedJob job = this.resting.peek();
		while (job != null && !job.availableAt().isAfter(now)) {
			lane(job).add(this.resting.remove());
			job = this.resting.peek();
		}
	}

	private Deque<QueuedJob> lane(QueuedJob job) {
		return this.ready.computeIfAbsent(job.priority(), (priority) -> new ArrayDeque<>());
	}

}
