package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.support.Guarded;

/**
 * Tells results from promises of results, and follows a promise to its end. The class of
 * the result decides, not the type that the method declares.
 */
final class JobResults {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			JobResults.class.getClassLoader());

	private static final boolean COROUTINES = REACTOR
			&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", JobResults.class.getClassLoader());

	private final Guarded guard;

	private final Class<?> declared;

	/**
	 * Spring's retry subscribes again to what is declared as a publisher, and to no
	 * other.
	 */
	private final boolean lazy;

	private final boolean throwsOnce;

	private final boolean suspending;

	private final boolean canPromise;

	private final boolean perSubscription;

	/** A class whose objects promise nothing. Without a barrier: it is found again. */
	private @Nullable Class<?> plain;

	JobResults(JobMetrics metrics, @Nullable Method method) {
		this.guard = metrics.guard("The watch over a future or publisher", "Its job is counted as it returned.");
		this.declared = (method != null) ? method.getReturnType() : Object.class;
		this.suspending = COROUTINES && method != null && KotlinDetector.isSuspendingFunction(method);
		ReactiveAdapter adapter = adapter(this.declared, null);
		this.throwsOnce = adapter != null && !Future.class.isAssignableFrom(this.declared);
		this.lazy = adapter != null && adapter.getDescriptor().isDeferred() && !isDeferred(this.declared);
		this.perSubscription = this.suspending || this.lazy;
		this.canPromise = this.perSubscription || adapter != null || canPromise(this.declared);
	}

	/**
	 * Whether the method does nothing but make a publisher: the job is done once for each
	 * subscription.
	 * @return whether a call starts no run
	 */
	boolean perSubscription() {
		return this.perSubscription;
	}

	/**
	 * Whether Spring's retry calls a method once only, since it takes what the method
	 * declares for a publisher to subscribe to again.
	 * @return whether no attempt follows one that throws
	 */
	boolean throwsOnce() {
		return this.throwsOnce;
	}

	/**
	 * Let a suspending function find its run.
	 * @param invocation a call of the method
	 */
	void prepare(MethodInvocation invocation) {
		if (this.suspending && invocation instanceof ProxyMethodInvocation call) {
			this.guard.run(() -> call.setArguments(JobRunElement.in(call.getArguments())));
		}
	}

	/**
	 * What came of the work, if it is done.
	 * @param returned what the method returned
	 * @return the result, the value of a future that has one, or {@link Promise#PENDING}
	 * if {@link #follow} is to be called
	 */
	@Nullable Object value(@Nullable Object returned) {
		if (!this.canPromise || returned == null || returned.getClass() == this.plain) {
			return returned;
		}
		try {
			return resolved(returned);
		}
		catch (Throwable ex) {
			// a stage may refuse to be asked, as the minimal ones do, and tell all the
			// same
			return (returned instanceof CompletionStage) ? Promise.PENDING : returned;
		}
	}

	private @Nullable Object resolved(Object returned) {
		if (returned instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally()) {
			return future.getNow(null);
		}
		if (returned instanceof CompletionStage || adapter(null, returned) != null) {
			return Promise.PENDING;
		}
		this.plain = returned.getClass();
		return returned;
	}

	/**
	 * End a call when the work is done.
	 * @param promise what the method returned
	 * @param first the call
	 * @param next makes a call, which has not begun, for each further subscription
	 * @return what the caller gets: the same future, or a publisher of the same type
	 */
	Object follow(Object promise, JobCall first, Supplier<@Nullable JobCall> next) {
		try {
			if (promise instanceof CompletionStage<?> stage) {
				follow(stage, first);
				return promise;
			}
			if (isDeferred(promise.getClass())) {
				MeteredCoroutines.follow(promise, first);
				return promise;
			}
			Object metered = metered(promise, new Subscriptions(first, next, this.lazy));
			if (!ClassUtils.isAssignableValue(this.declared, metered) || (!this.perSubscription && isMore(promise))) {
				throw new IllegalStateException("the caller may take " + promise.getClass() + ", declared as "
						+ this.declared + ", for more than a wrapper is");
			}
			first.tether();
			return metered;
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
		first.begin();
		first.completed(null);
		return promise;
	}

	private static void follow(CompletionStage<?> stage, JobCall call) {
		stage.whenComplete(call);
		call.tether();
	}

	private static boolean canPromise(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type)
				|| !(type.isPrimitive() || type.isArray() || Modifier.isFinal(type.getModifiers()));
	}

	private static Object metered(Object publisher, Subscriptions subscriptions) {
		if (COROUTINES && MeteredCoroutines.isFlow(publisher)) {
			return MeteredCoroutines.flow(publisher, subscriptions);
		}
		ReactiveAdapter adapter = adapterOf(publisher);
		return (adapter != null) ? MeteredPublishers.of(publisher, adapter, subscriptions) : publisher;
	}

	private static boolean isDeferred(Class<?> type) {
		return COROUTINES && MeteredCoroutines.isDeferred(type);
	}

	/**
	 * The adapter of the library that the publisher comes from. Asked for an object, the
	 * registry knows a Flowable only as a Publisher, and would make a Flux of it.
	 * @param publisher the publisher
	 * @return the adapter of the nearest class that has one
	 */
	private static @Nullable ReactiveAdapter adapterOf(Object publisher) {
		for (Class<?> type = publisher.getClass(); type != Object.class; type = type.getSuperclass()) {
			ReactiveAdapter adapter = adapter(type, null);
			if (adapter != null && adapter.getReactiveType() == type) {
				return adapter;
			}
		}
		return adapter(null, publisher);
	}

	/**
	 * Whether the caller of a method that declares no publisher may take the result for
	 * more than its adapter's type, as for a ConnectableFlux.
	 * @param publisher the result
	 * @return whether it has a class of its library's interface below the adapter's type
	 */
	private static boolean isMore(Object publisher) {
		if (COROUTINES && MeteredCoroutines.isFlow(publisher)) {
			return MeteredCoroutines.isShared(publisher);
		}
		ReactiveAdapter adapter = adapterOf(publisher);
		Class<?> known = (adapter != null) ? adapter.getReactiveType() : Object.class;
		for (Class<?> type = publisher.getClass(); type != Object.class && type != known; type = type.getSuperclass()) {
			if (isPublished(type)) {
				return true;
			}
		}
		return Stream.of(ClassUtils.getAllInterfacesForClass(publisher.getClass()))
			.anyMatch((type) -> type != known && known.isAssignableFrom(type) && isPublished(type));
	}

	private static boolean isPublished(Class<?> type) {
		return Modifier.isPublic(type.getModifiers()) && !type.getName().contains(".internal.");
	}

	/**
	 * What Spring knows of a type of futures or publishers.
	 * @param type the type, or null for that of the object
	 * @param source an object, or null
	 * @return its adapter, or null if it has none, or where Reactor is missing
	 */
	static @Nullable ReactiveAdapter adapter(@Nullable Class<?> type, @Nullable Object source) {
		return REACTOR ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type, source) : null;
	}

	/**
	 * Stands for a result that is not there yet.
	 */
	enum Promise {

		/** The only one. */
		PENDING

	}

}
