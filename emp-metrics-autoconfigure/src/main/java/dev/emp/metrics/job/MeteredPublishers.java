package dev.emp.metrics.job;

import java.util.function.Consumer;

import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * Puts a meter around publishers of any library that Spring has an adapter for. Used only
 * where Reactor is there.
 */
final class MeteredPublishers {

	private MeteredPublishers() {
	}

	/**
	 * Meter a publisher.
	 * @param promise the publisher
	 * @param adapter knows its type
	 * @param subscriptions begins a run for each subscription
	 * @return a publisher of the same type
	 */
	static Object of(Object promise, ReactiveAdapter adapter, Subscriptions subscriptions) {
		Publisher<Object> publisher = adapter.toPublisher(promise);
		if (adapter.isMultiValue()) {
			return adapter.fromPublisher(new MeteredFlux<>(Flux.from(publisher), subscriptions));
		}
		return adapter.fromPublisher(new MeteredMono<>(Mono.from(publisher), subscriptions));
	}

	private static <T> void subscribe(Consumer<CoreSubscriber<? super T>> source, CoreSubscriber<? super T> actual,
			Subscriptions subscriptions, boolean single) {
		Object parent = actual.currentContext().getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		JobCall call = subscriptions.begin(parent);
		MeteredSubscriber<T> metered = (call != null) ? metered(actual, call, single) : null;
		if (metered != null) {
			metered.subscribe(source);
		}
		else {
			source.accept(actual);
		}
	}

	private static <T> @Nullable MeteredSubscriber<T> metered(CoreSubscriber<? super T> actual, JobCall call,
			boolean single) {
		try {
			return new MeteredSubscriber<>(actual, call, single);
		}
		catch (VirtualMachineError ex) {
			call.cancelled();
			return null;
		}
	}

	/**
	 * A metered publisher of at most one value.
	 *
	 * @param <T> the type of the value
	 */
	private static final class MeteredMono<T> extends MonoOperator<T, T> {

		private final Subscriptions subscriptions;

		MeteredMono(Mono<? extends T> source, Subscriptions subscriptions) {
			super(source);
			this.subscriptions = subscriptions;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			MeteredPublishers.<T>subscribe(this.source::subscribe, actual, this.subscriptions, true);
		}

	}

	/**
	 * A metered publisher of any number of values.
	 *
	 * @param <T> the type of the values
	 */
	private static final class MeteredFlux<T> extends FluxOperator<T, T> {

		private final Subscriptions subscriptions;

		MeteredFlux(Flux<? extends T> source, Subscriptions subscriptions) {
			super(source);
			this.subscriptions = subscriptions;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			MeteredPublishers.<T>subscribe(this.source::subscribe, actual, this.subscriptions, false);
		}

	}

}
