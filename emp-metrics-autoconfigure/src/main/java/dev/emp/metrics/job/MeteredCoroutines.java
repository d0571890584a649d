package dev.emp.metrics.job;

import kotlin.Unit;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.SharedFlow;

/**
 * Puts a meter to what Kotlin's coroutines have for futures and publishers. Used only
 * where they are there.
 */
final class MeteredCoroutines {

	private MeteredCoroutines() {
	}

	/**
	 * Whether the work of such a result has begun when the method returned.
	 * @param type the type of a result
	 * @return whether it is a deferred value
	 */
	static boolean isDeferred(Class<?> type) {
		return Deferred.class.isAssignableFrom(type);
	}

	static boolean isFlow(Object result) {
		return result instanceof Flow<?>;
	}

	/**
	 * Whether a flow has values without a collector, which a wrapper would hide.
	 * @param flow a flow
	 * @return whether it is a shared flow or a state
	 */
	static boolean isShared(Object flow) {
		return flow instanceof SharedFlow<?>;
	}

	static Object flow(Object flow, Subscriptions subscriptions) {
		return new MeteredFlow<>((Flow<?>) flow, subscriptions);
	}

	static void follow(Object result, JobCall call) {
		Deferred<?> deferred = (Deferred<?>) result;
		deferred.invokeOnCompletion((error) -> {
			call.accept((error != null) ? null : deferred.getCompleted(), error);
			return Unit.INSTANCE;
		});
		call.tether();
	}

}
