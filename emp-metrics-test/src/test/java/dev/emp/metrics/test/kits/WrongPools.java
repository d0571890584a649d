package dev.emp.metrics.test.kits;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.worker.WorkerReading;

/**
 * Kits of probes that each make one mistake. Run by {@link KitTests} alone: the names do
 * not end as those of tests do.
 */
final class WrongPools {

	private WrongPools() {
	}

	/**
	 * A kit that does not wait long for what will never come.
	 */
	abstract static class Impatient extends PermitPoolKit {

		Impatient(PermitPool pool) {
			super(pool);
		}

		@Override
		protected Duration patience() {
			return Duration.ofMillis(50);
		}

	}

	static class Unlimited extends PermitPoolKit {

		Unlimited() {
			super(new PermitPool() {

				@Override
				@Nullable Long slots() {
					return null;
				}

			});
		}

	}

	static class BlankName extends Impatient {

		BlankName() {
			super(new PermitPool() {

				@Override
				public String pool() {
					return "";
				}

			});
		}

	}

	static class AlwaysIdle extends Impatient {

		AlwaysIdle() {
			super(new PermitPool() {

				@Override
				long busy() {
					return 0;
				}

			});
		}

	}

	static class AlwaysBusy extends Impatient {

		AlwaysBusy() {
			super(new PermitPool() {

				@Override
				long busy() {
					return SLOTS;
				}

			});
		}

	}

	static class FreeForSlots extends Impatient {

		FreeForSlots() {
			super(new PermitPool() {

				@Override
				Long slots() {
					return (long) this.free.availablePermits();
				}

			});
		}

	}

	static class NoSlots extends Impatient {

		NoSlots() {
			super(new PermitPool() {

				@Override
				Long slots() {
					return 0L;
				}

			});
		}

	}

	static class IdleWhenBroken extends Impatient {

		IdleWhenBroken() {
			super(new PermitPool() {

				@Override
				WorkerReading whenBroken() {
					return new WorkerReading(0, null);
				}

			});
		}

	}

}
