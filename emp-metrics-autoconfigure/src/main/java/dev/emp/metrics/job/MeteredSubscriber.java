package dev.emp.metrics.job;

import java.util.Objects;
import java.util.function.Consumer;

import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Ends a run as its publisher ends: completed, failed, or cancelled by the subscriber.
 * The result is the last value.
 *
 * @param <T> the type of the values
 */
final class MeteredSubscriber<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> actual;

	private final JobCall call;

	/** With the first value such a publisher has done its work, and may be cancelled. */
	private final boolean single;

	private final Context context;

	private @Nullable Subscription upstream;

	private @Nullable T last;

	/** Of one thread at a time, or of none that matters: others look at the thread. */
	private @Nullable Work work;

	MeteredSubscriber(CoreSubscriber<? super T> actual, JobCall call, boolean single) {
		this.actual = actual;
		this.call = call;
		this.single = single;
		this.context = within(call.run(), actual.currentContext());
	}

	private static Context within(JobRun run, Context outer) {
		Context context = outer.put(JobRunThreadLocalAccessor.KEY, run);
		JobSpan span = JobSpan.of(run);
		return (span != null) ? context.put(ObservationThreadLocalAccessor.KEY, span.observation()) : context;
	}

	/**
	 * Subscribe such that what runs on the calling thread is within the run.
	 * @param source subscribes to the source
	 */
	void subscribe(Consumer<? super CoreSubscriber<T>> source) {
		Work work = Work.begin(this.call.run(), null);
		this.work = work;
		try {
			source.accept(this);
		}
		catch (Throwable ex) {
			this.call.failed(ex);
			throw ex;
		}
		finally {
			Work.end(work);
			this.work = null;
		}
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			Work.pass(this.work, () -> {
				this.actual.onSubscribe(this);
				return this;
			});
		}
	}

	@Override
	public void onNext(T value) {
		if (this.single) {
			this.call.completed(value);
			Work.finish(this.work, () -> next(value));
		}
		else {
			this.last = value;
			Work.pass(this.work, () -> next(value));
		}
	}

	private T next(T value) {
		this.actual.onNext(value);
		return value;
	}

	@Override
	public void onError(Throwable error) {
		this.last = null;
		this.call.failed(error);
		Work.finish(this.work, () -> {
			this.actual.onError(error);
			return null;
		});
	}

	@Override
	public void onComplete() {
		T result = this.last;
		this.last = null;
		this.call.completed(result);
		Work.finish(this.work, () -> {
			this.actual.onComplete();
			return null;
		});
	}

	@Override
	public void request(long count) {
		Subscription source = Objects.requireNonNull(this.upstream);
		if (!this.call.run().isLive()) {
			source.request(count);
			return;
		}
		// many sources do their work in here, or hand it to a scheduler
		Work around = this.work;
		Work work = Work.begin(this.call.run(), around);
		this.work = work;
		try {
			source.request(count);
		}
		finally {
			Work.end(work);
			this.work = around;
		}
	}

	@Override
	public void cancel() {
		this.call.cancelled();
		Objects.requireNonNull(this.upstream).cancel();
	}

}
