package dev.emp.metrics.job;

import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import kotlinx.coroutines.reactor.ReactorContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes the run of a suspending function the current one of each thread that the function
 * is on, for as long as it is there. Has no state: which run it is stands in Reactor's
 * context, where each subscription has its own.
 */
final class JobRunElement extends AbstractCoroutineContextElement implements ThreadContextElement<@Nullable JobRun> {

	private static final Key KEY = new Key();

	private static final JobRunElement INSTANCE = new JobRunElement();

	private JobRunElement() {
		super(KEY);
	}

	/**
	 * Add the element to what a suspending function is called with.
	 * @param arguments the arguments, of which the last is a continuation
	 * @return other arguments
	 */
	static @Nullable Object[] in(@Nullable Object[] arguments) {
		@Nullable Object[] changed = arguments.clone();
		int last = changed.length - 1;
		if (changed[last] instanceof Continuation<?> continuation) {
			changed[last] = new Within<>(continuation, continuation.getContext().plus(INSTANCE));
		}
		return changed;
	}

	@Override
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public @Nullable JobRun updateThreadContext(CoroutineContext context) {
		ReactorContext reactor = (ReactorContext) context.get((CoroutineContext.Key) ReactorContext.Key);
		JobRun run = null;
		if (reactor != null) {
			run = reactor.getContext().getOrDefault(JobRunThreadLocalAccessor.KEY, null);
		}
		return JobRun.swapCurrent(run);
	}

	@Override
	public void restoreThreadContext(CoroutineContext context, @Nullable JobRun outer) {
		JobRun.swapCurrent(outer);
	}

	/**
	 * The key of the element.
	 */
	private static final class Key implements CoroutineContext.Key<JobRunElement> {

	}

	/**
	 * A continuation in another context.
	 *
	 * @param <T> the type of the result
	 * @param continuation the continuation
	 * @param context the other context
	 */
	private record Within<T>(Continuation<T> continuation, CoroutineContext context) implements Continuation<T> {

		@Override
		public CoroutineContext getContext() {
			return this.context;
		}

		@Override
		public void resumeWith(Object result) {
			this.continuation.resumeWith(result);
		}

	}

}
