package dev.emp.metrics.test.kits;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

/**
 * Kits of probes that each make one mistake. Run by {@link KitTests} alone: the names do
 * not end as those of tests do.
 */
final class WrongQueues {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private WrongQueues() {
	}

	/**
	 * A kit that does not wait long for what will never come.
	 */
	abstract static class Impatient extends ListQueueKit {

		Impatient(ListQueue queue) {
			super(queue);
		}

		@Override
		protected Duration patience() {
			return Duration.ofMillis(50);
		}

	}

	static class BlankName extends Impatient {

		BlankName() {
			super(new ListQueue() {

				@Override
				public String queue() {
					return " ";
				}

			});
		}

	}

	static class ChangingName extends Impatient {

		ChangingName() {
			super(new ListQueue() {

				private boolean read;

				@Override
				public String backend() {
					return this.read ? "other" : "list";
				}

				@Override
				long ready() throws Exception {
					this.read = true;
					return super.ready();
				}

			});
		}

	}

	static class ConstantSize extends Impatient {

		ConstantSize() {
			super(new ListQueue() {

				@Override
				long ready() {
					return 0;
				}

			});
		}

	}

	static class UnknownSize extends Impatient {

		UnknownSize() {
			super(new ListQueue() {

				@Override
				public QueueReading read() throws Exception {
					return new QueueReading(Map.of(), super.read().oldestAge(), null, null);
				}

			});
		}

	}

	static class NegativeSize extends Impatient {

		NegativeSize() {
			super(new ListQueue() {

				@Override
				long ready() throws Exception {
					return super.ready() - 1;
				}

			});
		}

	}

	static class WaitingInAnEmptyQueue extends Impatient {

		WaitingInAnEmptyQueue() {
			super(new ListQueue() {

				@Override
				public QueueReading read() throws Exception {
					return super.read().with(QueueState.SCHEDULED, 1);
				}

			});
		}

	}

	static class TakingReader extends Impatient {

		TakingReader() {
			super(new ListQueue() {

				@Override
				long ready() throws Exception {
					long ready = super.ready();
					this.jobs.poll();
					return ready;
				}

			});
		}

	}

	static class AgeSinceTheEpoch extends Impatient {

		AgeSinceTheEpoch() {
			super(new ListQueue() {

				@Override
				Duration age() {
					return this.jobs.isEmpty() ? Duration.ZERO : Duration.ofMillis(System.currentTimeMillis());
				}

			});
		}

	}

	static class ConstantAge extends Impatient {

		ConstantAge() {
			super(new ListQueue() {

				@Override
				Duration age() {
					return this.jobs.isEmpty() ? Duration.ZERO : Duration.ofSeconds(1);
				}

			});
		}

	}

	static class AgeOfTheYoungest extends Impatient {

		AgeOfTheYoungest() {
			super(new ListQueue() {

				@Override
				Duration age() {
					Long last = null;
					for (Long came : this.jobs) {
						last = came;
					}
					return since(last);
				}

			});
		}

	}

	static class AgeInAnEmptyQueue extends Impatient {

		AgeInAnEmptyQueue() {
			super(new ListQueue() {

				private final long made = System.nanoTime();

				@Override
				Duration age() {
					return since(this.jobs.isEmpty() ? Long.valueOf(this.made) : this.jobs.peek());
				}

			});
		}

	}

	static class NotThreadSafe extends Impatient {

		NotThreadSafe() {
			super(new ListQueue() {

				private final AtomicInteger inside = new AtomicInteger();

				@Override
				long ready() throws Exception {
					try {
						if (this.inside.incrementAndGet() > 1) {
							throw new ConcurrentModificationException();
						}
						LockSupport.parkNanos(PAUSE.toNanos());
						return super.ready();
					}
					finally {
						this.inside.decrementAndGet();
					}
				}

			});
		}

	}

	static class EmptyWhenBroken extends Impatient {

		EmptyWhenBroken() {
			super(new ListQueue() {

				@Override
				QueueReading whenBroken() {
					return QueueReading.ready(0);
				}

			});
		}

	}

	static class NothingWhenBroken extends Impatient {

		NothingWhenBroken() {
			super(new ListQueue() {

				@Override
				@SuppressWarnings("NullAway") // the mistake
				QueueReading whenBroken() {
					return null;
				}

			});
		}

	}

	static class BoundToAThread extends Impatient {

		BoundToAThread() {
			super(new ListQueue() {

				private final Thread maker = Thread.currentThread();

				@Override
				public boolean isInMemory() {
					return false;
				}

				@Override
				long ready() throws Exception {
					return Thread.currentThread().equals(this.maker) ? super.ready() : 0;
				}

			});
		}

	}

}
