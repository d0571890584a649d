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
	void subscribe(Consumer<CoreSubscriber<T>> source) {
		JobRun outer = JobRun.swapCurrent(this.call.run());
		JobSpan.Scope scope = JobSpan.open(this.call.run());
		try {
			source.accept(this);
		}
		catch (Throwable ex) {
			this.call.failed(ex);
			throw ex;
		}
		finally {
			JobSpan.close(scope);
			JobRun.swapCurrent(outer);
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
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(T value) {
		if (this.single) {
			this.call.completed(value);
		}
		else {
			this.last = value;
		}
		this.actual.onNext(value);
	}

	@Override
	public void onError(Throwable error) {
		this.call.failed(error);
		this.actual.onError(error);
	}

	@Override
	public void onComplete() {
		this.call.completed(this.last);
		this.actual.onComplete();
	}

	@Override
	public void request(long count) {
		// many sources do their work in here, or hand it to a scheduler
		JobRun outer = JobRun.swapCurrent(this.call.run());
		JobSpan.Scope scope = JobSpan.open(this.call.run());
		try {
			Objects.requireNonNull(this.upstream).request(count);
		}
		finally {
			JobSpan.close(scope);
			JobRun.swapCurrent(outer);
		}
	}

	@Override
	public void cancel() {
		this.call.cancelled();
		Objects.requireNonNull(this.upstream).cancel();
	}

}
