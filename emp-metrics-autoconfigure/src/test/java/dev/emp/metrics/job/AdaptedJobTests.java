package dev.emp.metrics.job;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.BaseTestConsumer;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that return what RxJava 3 and the JDK have for publishers.
 */
class AdaptedJobTests extends JobContext {

	@ParameterizedTest
	@MethodSource("libraries")
	void recordsNothingWithoutASubscription(Library library) {
		withHandler(new Handler(), (handler) -> {
			assertThat(library.handle(handler, library.completed())).isInstanceOf(library.type());
			assertThat(processed(library, "started")).isZero();
			assertThat(gauge("jobs.active", "job.name", library.name())).isZero();
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void countsEachSubscriptionAsARun(Library library) {
		withHandler(new Handler(), (handler) -> {
			Object metered = library.handle(handler, library.completed());
			Subscriber.to(metered).assertComplete();
			Subscriber.to(metered).assertComplete();
			assertThat(processed(library, "started")).isEqualTo(2);
			assertThat(processed(library, "completed")).isEqualTo(2);
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void countsAnErrorAndHandsItOn(Library library) {
		withHandler(new Handler(), (handler) -> {
			Subscriber.to(library.handle(handler, library.failed())).assertError(IOException.class);
			assertThat(processed(library, "failed")).isOne();
			assertThat(count("errors", "job.name", library.name(), "error.type", "connection")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void countsARunThatTheSubscriberLeavesAsCancelled(Library library) {
		withHandler(new Handler(), (handler) -> {
			BaseTestConsumer<?, ?> subscriber = Subscriber.to(library.handle(handler, library.pending()));
			this.clock.add(Duration.ofSeconds(3));
			assertThat(gauge("jobs.active", "job.name", library.name())).isOne();
			Subscriber.leave(subscriber);
			assertThat(gauge("jobs.active", "job.name", library.name())).isZero();
			assertThat(processed(library, "cancelled")).isOne();
			assertThat(this.registry.get("job.duration")
				.tag("job.name", library.name())
				.timer()
				.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void looksAtTheResultWhereTheMethodDeclaresAnObject(Library library) {
		withHandler(new Handler(), (handler) -> {
			Object metered = handler.object(library.completed());
			assertThat(metered).isInstanceOf(library.type());
			Subscriber.to(metered).assertComplete();
			Subscriber.to(handler.object(library.failed())).assertError(IOException.class);
			Subscriber.leave(Subscriber.to(handler.object(library.pending())));
			for (String status : new String[] { "completed", "failed", "cancelled" }) {
				assertThat(count("jobs.processed", "job.name", "object", "status", status)).as(status).isOne();
			}
			assertThat(gauge("jobs.active", "job.name", "object")).isZero();
		});
	}

	@Test
	void tellsExpressionsTheLastValue() {
		withHandler(new Handler(), (handler) -> {
			handler.single(Single.just("four")).test().assertResult("four");
			handler.observable(Observable.just("one", "three")).test().assertResult("one", "three");
			assertThat(size("single")).isEqualTo(4);
			assertThat(size("observable")).isEqualTo(5);
		});
	}

	private double processed(Library library, String status) {
		return count("jobs.processed", "job.name", library.name(), "status", status);
	}

	private double size(String job) {
		return this.registry.get("job.output.size").tag("job.name", job).summary().totalAmount();
	}

	static Stream<Library> libraries() {
		IOException failure = new IOException("connection reset");
		return Stream.of(
				new Library("single", Single.class, Single.just("done"), Single.error(failure), Single.never()),
				new Library("maybe", Maybe.class, Maybe.empty(), Maybe.error(failure), Maybe.never()),
				new Library("completable", Completable.class, Completable.complete(), Completable.error(failure),
						Completable.never()),
				new Library("observable", Observable.class, Observable.just("done"), Observable.error(failure),
						Observable.never()),
				new Library("flowable", Flowable.class, Flowable.just("done", "too"), Flowable.error(failure),
						Flowable.never()),
				new Library("jdk", Flow.Publisher.class, jdk(Flux.just("done", "too")), jdk(Flux.error(failure)),
						jdk(Flux.never())));
	}

	private static Flow.Publisher<String> jdk(Flux<String> publisher) {
		return JdkFlowAdapter.publisherToFlowPublisher(publisher);
	}

	/**
	 * What a library has for a job that completes, fails, or goes on.
	 *
	 * @param name the name of the job
	 * @param type what the handler declares
	 * @param completed completes
	 * @param failed fails
	 * @param pending never ends
	 */
	record Library(String name, Class<?> type, Object completed, Object failed, Object pending) {

		@SuppressWarnings("unchecked")
		Object handle(Handler handler, Object publisher) {
			return switch (this.name) {
				case "single" -> handler.single((Single<String>) publisher);
				case "maybe" -> handler.maybe((Maybe<String>) publisher);
				case "completable" -> handler.completable((Completable) publisher);
				case "observable" -> handler.observable((Observable<String>) publisher);
				case "flowable" -> handler.flowable((Flowable<String>) publisher);
				default -> handler.jdk((Flow.Publisher<String>) publisher);
			};
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Subscribes to anything.
	 */
	static final class Subscriber {

		private Subscriber() {
		}

		@SuppressWarnings("unchecked")
		static BaseTestConsumer<?, ?> to(Object publisher) {
			if (publisher instanceof Single<?> single) {
				return single.test();
			}
			if (publisher instanceof Maybe<?> maybe) {
				return maybe.test();
			}
			if (publisher instanceof Completable completable) {
				return completable.test();
			}
			if (publisher instanceof Observable<?> observable) {
				return observable.test();
			}
			if (publisher instanceof Flowable<?> flowable) {
				return flowable.test();
			}
			return Flowable.fromPublisher(JdkFlowAdapter.flowPublisherToFlux((Flow.Publisher<Object>) publisher))
				.test();
		}

		static void leave(BaseTestConsumer<?, ?> subscriber) {
			if (subscriber instanceof TestSubscriber<?> flowable) {
				flowable.cancel();
			}
			else {
				((TestObserver<?>) subscriber).dispose();
			}
		}

	}

	/**
	 * Handlers of each type.
	 */
	static class Handler {

		@MeteredJob(value = "single", outputSize = "#{#result.length}")
		Single<String> single(Single<String> source) {
			return source;
		}

		@MeteredJob("maybe")
		Maybe<String> maybe(Maybe<String> source) {
			return source;
		}

		@MeteredJob("completable")
		Completable completable(Completable source) {
			return source;
		}

		@MeteredJob(value = "observable", outputSize = "#{#result.length}")
		Observable<String> observable(Observable<String> source) {
			return source;
		}

		@MeteredJob("flowable")
		Flowable<String> flowable(Flowable<String> source) {
			return source;
		}

		@MeteredJob("jdk")
		Flow.Publisher<String> jdk(Flow.Publisher<String> source) {
			return source;
		}

		@MeteredJob("object")
		Object object(Object source) {
			return source;
		}

	}

}
