package dev.emp.metrics.job;

import java.util.concurrent.CancellationException;

import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.JobKt;
import kotlinx.coroutines.TimeoutCancellationException;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowCollector;
import org.jspecify.annotations.Nullable;

/**
 * A metered Kotlin flow: each collection is a run. It is no detour through a publisher,
 * which would take the flow out of its collector's context and let it emit more than the
 * collector takes.
 *
 * @param <T> the type of the values
 */
final class MeteredFlow<T> implements Flow<T> {

	private final Flow<T> source;

	private final Subscriptions subscriptions;

	MeteredFlow(Flow<T> source, Subscriptions subscriptions) {
		this.source = source;
		this.subscriptions = subscriptions;
	}

	@Override
	public @Nullable Object collect(FlowCollector<? super T> collector, Continuation<? super Unit> completion) {
		JobCall call = this.subscriptions.begin(null);
		return (call != null) ? new Collection<T>(call, collector, completion).of(this.source)
				: this.source.collect(collector, completion);
	}

	/**
	 * One collection: sees each value on its way to the collector, and the end.
	 *
	 * @param <T> the type of the values
	 */
	private static final class Collection<T> implements FlowCollector<T>, Continuation<Unit> {

		private final JobCall call;

		private final FlowCollector<? super T> collector;

		private final Continuation<? super Unit> completion;

		private @Nullable T last;

		private @Nullable Work work;

		/** What the collector threw: it has enough, and the flow did nothing wrong. */
		private @Nullable Throwable ofCollector;

		Collection(JobCall call, FlowCollector<? super T> collector, Continuation<? super Unit> completion) {
			this.call = call;
			this.collector = collector;
			this.completion = completion;
		}

		@Nullable Object of(Flow<T> source) {
			Work work = Work.begin(this.call.run(), null);
			this.work = work;
			try {
				Object result = source.collect(this, this);
				if (!IntrinsicsKt.getCOROUTINE_SUSPENDED().equals(result)) {
					this.call.completed(this.last);
				}
				return result;
			}
			catch (Throwable ex) {
				threw(ex);
				throw ex;
			}
			finally {
				Work.end(work);
			}
		}

		@Override
		public @Nullable Object emit(T value, Continuation<? super Unit> continuation) {
			this.last = value;
			try {
				// what the collector does is no part of the run
				return Work.pass(this.work, () -> this.collector.emit(value, continuation));
			}
			catch (Throwable ex) {
				this.ofCollector = ex;
				throw ex;
			}
		}

		@Override
		public CoroutineContext getContext() {
			return this.completion.getContext();
		}

		@Override
		public void resumeWith(Object result) {
			try {
				ResultKt.throwOnFailure(result);
				this.call.completed(this.last);
			}
			catch (Throwable ex) {
				threw(ex);
			}
			this.completion.resumeWith(result);
		}

		@SuppressWarnings("ReferenceEquality")
		private void threw(Throwable ex) {
			if (ex == this.ofCollector || (ex instanceof CancellationException && !isOwnTimeout(ex))) {
				this.call.cancelled();
			}
			else {
				this.call.failed(ex);
			}
		}

		// where the collector ran out of time, its own coroutine is no longer active
		private boolean isOwnTimeout(Throwable ex) {
			return ex instanceof TimeoutCancellationException && JobKt.isActive(getContext());
		}

	}

}
