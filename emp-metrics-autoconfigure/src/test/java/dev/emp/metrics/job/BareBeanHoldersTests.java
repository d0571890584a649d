package dev.emp.metrics.job;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BareBeanHolders}: who calls a bean past its proxy is named.
 */
@ExtendWith(OutputCaptureExtension.class)
class BareBeanHoldersTests extends JobContext {

	/** More than any search takes. */
	private static final Duration FAR = Duration.ofMinutes(1);

	@ParameterizedTest
	@ValueSource(classes = { Keepers.Unordered.class, Keepers.First.class, Keepers.Last.class })
	void countsCallsOfAPostProcessorThatKeepsTheBean(Class<? extends Keepers.Keeper> keeper, CapturedOutput output) {
		keptBy(keeper).run((context) -> {
			Keepers.Keeper.of(context).run();
			assertThat(count("jobs.processed", "job.name", "work", "status", "completed")).isOne();
			assertThat(Keepers.findings(output)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Keepers.Prioritised.class, Keepers.BeforeInitialization.class,
			Keepers.AfterInstantiation.class, Keepers.InALambda.class, Keepers.InStatic.class })
	void namesAPostProcessorThatKeepsTheBeanBeforeItHasAProxy(Class<? extends Keepers.Keeper> keeper,
			CapturedOutput output) {
		keptBy(keeper).run((context) -> {
			Keepers.Keeper.of(context).run();
			assertThat(count("jobs.processed", "status", "started")).isZero();
			assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(Keepers.WORKER, keeper.getName() + " (bean 'keeper')");
		});
	}

	@Test
	void namesAPostProcessorThatIsNoBean(CapturedOutput output) {
		Keepers.Prioritised keeper = new Keepers.Prioritised();
		runner().withBean("worker", Keepers.Worker.class)
			.withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(keeper))
			.run((context) -> assertThat(Keepers.findings(output))
				.containsExactly(Keepers.WORKER + " is held without its proxy by " + Keepers.Prioritised.class.getName()
						+ ": calls from there are not counted"));
	}

	@Test
	void namesTheRegistryThatAPostProcessorFills(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class).withUserConfiguration(Registering.class).run((context) -> {
			context.getBean(Registry.class).workers.values().forEach(Keepers.Work::work);
			assertThat(count("jobs.processed", "status", "started")).isZero();
			assertThat(Keepers.findings(output)).containsExactly(Keepers.WORKER + " is held without its proxy by "
					+ Registry.class.getName() + " (bean 'registry'): calls from there are not counted");
		});
	}

	@Test
	void saysNothingOfWhoCannotCallWhatIsMetered(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class)
			.withBean("listeners", Listeners.class)
			.withBean("leaking", Leaking.class)
			.run((context) -> {
				assertThat(context.getBean(Listeners.class).listeners).hasSize(2)
					.noneMatch((listener) -> AopUtils.isAopProxy(listener));
				assertThat(Keepers.findings(output)).isEmpty();
			});
	}

	@Test
	void namesWhomABeanGivesItsOwnReferenceTo(CapturedOutput output) {
		runner().withBean("listeners", Listeners.class)
			.withBean("worker", SelfRegistering.class)
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(SelfRegistering.class.getName() + " (bean 'worker')",
						Listeners.class.getName() + " (bean 'listeners')"));
	}

	@Test
	void looksAtTheBeansOfItsOwnContextOnly(CapturedOutput output) {
		keptBy(Keepers.Prioritised.class).run((parent) -> {
			assertThat(Keepers.findings(output)).hasSize(1);
			runner().withParent(parent).run((child) -> assertThat(Keepers.findings(output)).hasSize(1));
		});
	}

	@Test
	void namesARegistryOfARecursiveType(CapturedOutput output) {
		runner().withBean("stages", Stages.class)
			.withBean("worker", StageWorker.class)
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(StageWorker.class.getName() + " (bean 'worker')",
						Stages.class.getName() + " (bean 'stages')"));
	}

	@Test
	void callsNoCollectionOfTheApplication(CapturedOutput output) {
		Collection<Object> own = new AbstractList<>() {

			@Override
			public Object get(int index) {
				throw new StackOverflowError("called by the search");
			}

			@Override
			public int size() {
				return get(0).hashCode();
			}

		};
		Listeners listeners = new Listeners();
		listeners.others.put("wrapped", Collections.unmodifiableCollection(own));
		listeners.others.put("locked", Collections.synchronizedCollection(own));
		assertThat(holders(listeners, new Keepers.Worker(), FAR)).isEmpty();
		keptBy(Keepers.Prioritised.class).withBean("listeners", Listeners.class, () -> listeners)
			.run((context) -> assertThat(Keepers.findings(output)).hasSize(1));
	}

	@Test
	void looksAtTheFirstElementsOfALargeCollection() {
		Keepers.Worker worker = new Keepers.Worker();
		Listeners listeners = new Listeners();
		IntStream.range(0, 999).forEach((number) -> listeners.others.put("number " + number, number));
		listeners.others.put("last", worker);
		assertThat(holders(listeners, worker, FAR)).hasSize(1);
		listeners.others.remove("last");
		listeners.others.put("more", "more");
		listeners.others.put("last", worker);
		assertThat(holders(listeners, worker, FAR)).isEmpty();
	}

	@Test
	void stopsAfterManyLooks() {
		Keepers.Worker worker = new Keepers.Worker();
		Listeners listeners = new Listeners();
		List<Object> lists = new ArrayList<>();
		listeners.others.put("lists", lists);
		lists.add(List.of(worker));
		assertThat(holders(listeners, worker, FAR)).hasSize(1);
		assertThat(holders(listeners, worker, Duration.ZERO)).isEmpty();
		lists.clear();
		IntStream.range(0, 999).forEach((number) -> lists.add(new ArrayList<>(Collections.nCopies(1_000, number))));
		lists.add(List.of(worker));
		assertThat(holders(listeners, worker, FAR)).isEmpty();
	}

	private Collection<String> holders(Object holder, Object worker, Duration time) {
		List<String> found = new ArrayList<>();
		IdentityHashMap<Object, String> workers = new IdentityHashMap<>();
		workers.put(worker, "worker");
		IdentityHashMap<Object, String> roots = new IdentityHashMap<>();
		roots.put(holder, "holder");
		runner().run((context) -> found.addAll(
				new BareBeanHolders(context.getBean(MeteredMethods.class), workers, System.nanoTime() + time.toNanos())
					.find(roots)));
		return found;
	}

	private ApplicationContextRunner keptBy(Class<? extends Keepers.Keeper> keeper) {
		return runner().withBean("worker", Keepers.Worker.class).withBean("keeper", keeper);
	}

	static class Registry {

		final Map<String, Keepers.Work> workers = new LinkedHashMap<>();

	}

	@Configuration(proxyBeanMethods = false)
	static class Registering {

		@Bean
		static Registry registry() {
			return new Registry();
		}

		@Bean
		static BeanPostProcessor registering(Registry registry) {
			return new InstantiationAwareBeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof Keepers.Work work) {
						registry.workers.put("orders", work);
					}
					return bean;
				}

			};
		}

	}

	static class Listeners {

		final List<Keepers.Listener> listeners = new ArrayList<>();

		final Map<String, Object> others = new LinkedHashMap<>();

	}

	static class Leaking implements Keepers.Listener {

		private final Listeners listeners;

		private final Runnable own = this::loop;

		Leaking(Listeners listeners) {
			this.listeners = listeners;
		}

		@PostConstruct
		void register() {
			this.listeners.listeners.add(this);
			this.listeners.listeners.add(() -> heard());
			this.listeners.others.put("own", this.own);
			this.listeners.others.put("threads",
					(Supplier<Thread>) () -> Executors.defaultThreadFactory().newThread(this.own));
		}

		@Override
		public void heard() {
		}

		@MeteredJob
		void metered() {
		}

		private void loop() {
		}

	}

	public interface Stage<S extends Stage<S>> {

		@MeteredJob
		void metered();

	}

	static class Stages<T extends Stage<T>> {

		final List<T> items = new ArrayList<>();

	}

	public static class StageWorker implements Stage<StageWorker> {

		StageWorker(Stages<StageWorker> stages) {
			stages.items.add(this);
		}

		@Override
		public void metered() {
		}

	}

	static class SelfRegistering {

		SelfRegistering(Listeners listeners) {
			listeners.others.put("self", this);
		}

		@MeteredJob
		void metered() {
		}

	}

}
