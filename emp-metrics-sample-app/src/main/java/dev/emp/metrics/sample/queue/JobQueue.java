package dev.emp.metrics.sample.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

/**
 * The bounded queue in memory. The bound is for new jobs: a job that failed comes back
 * even to a full queue, which so holds at most as many more as there are workers.
 */
@Component
public final class JobQueue {

	/** The name of the queue. */
	public static final String NAME = "sample";

	private final QueueProperties properties;

	private final InstantSource clock;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Lanes lanes = new Lanes();

	private boolean open;

	private long lastId;

	@Autowired
	JobQueue(QueueProperties properties) {
		this(properties, InstantSource.system());
	}

	JobQueue(QueueProperties properties, InstantSource clock) {
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Puts a new job into the queue.
	 * @param type what is to be done
	 * @param priority how urgent it is
	 * @param input the bytes to work on
	 * @return the result to be, or the exception of the last attempt
	 * @throws JobRefusedException if the queue is full or closed
	 */
	public CompletableFuture<JobResult> submit(JobType type, Priority priority, JobInput input) {
		this.lock.lock();
		try {
			checkRoom();
			QueuedJob job = newJob(type, priority, input);
			this.lanes.add(job);
			this.changed.signal();
			return job.result();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many jobs can wait.
	 * @return the bound
	 */
	public int capacity() {
		return this.properties.capacity();
	}

	/**
	 * How many jobs wait now, with those that rest after a failure.
	 * @return the number of jobs
	 */
	public int size() {
		this.lock.lock();
		try {
			return this.lanes.ready() + this.lanes.resting();
		}
		finally {
			this.lock.unlock();
		}
	}

	QueueReading read() {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			Instant oldest = this.lanes.oldest(now);
			return QueueReading.ready(this.lanes.ready())
				.with(QueueState.RETRY, this.lanes.resting())
				.oldestAge((oldest != null) ? Duration.between(oldest, now) : Duration.ZERO)
				.capacity(this.properties.capacity());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable QueuedJob take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.open) {
				QueuedJob job = this.lanes.next(this.clock.instant());
				if (job != null) {
					// the one that waited with a time limit may be this one: another
					// takes over
					this.changed.signal();
					return job;
				}
				Instant wake = this.lanes.nextWake();
				if (wake != null) {
					this.changed.awaitNanos(Duration.between(this.clock.instant(), wake).toNanos());
				}
				else {
					this.changed.await();
				}
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable QueuedJob poll() {
		this.lock.lock();
		try {
			return this.lanes.next(this.clock.instant());
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean retry(QueuedJob job) {
		this.lock.lock();
		try {
			if (this.open) {
				Duration rest = this.properties.restAfter(job.job().attempt());
				this.lanes.rest(job.nextAttempt(this.clock.instant().plus(rest)));
				this.changed.signal();
			}
			return this.open;
		}
		finally {
			this.lock.unlock();
		}
	}

	void open() {
		this.lock.lock();
		try {
			this.open = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	List<QueuedJob> close() {
		this.lock.lock();
		try {
			this.open = false;
			this.changed.signalAll();
			return this.lanes.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void checkRoom() {
		if (!this.open) {
			throw new JobRefusedException("The queue is closed: the worker is stopping");
		}
		if (this.lanes.ready() + this.lanes.resting() >= this.properties.capacity()) {
			throw new JobRefusedException("The queue is full: %d jobs are waiting (sample.queue.capacity)"
				.formatted(this.properties.capacity()));
		}
	}

	private QueuedJob newJob(JobType type, Priority priority, JobInput input) {
		Job job = new Job(++this.lastId, type, priority, input, this.clock.instant(), 1,
				this.properties.attemptsFor(type, input));
		return new QueuedJob(job, new CompletableFuture<>());
	}

}
