package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Post-processors that keep a bean, each in its own way, and call it later.
 */
final class Keepers {

	/** The bean that they keep, by name. */
	static final String WORKER = Keepers.class.getName() + "$Worker (bean 'worker')";

	private Keepers() {
	}

	/**
	 * What the start says is not counted.
	 * @param output the log
	 * @return a sentence for each
	 */
	static List<String> findings(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("  " + Keepers.class.getPackageName()))
			.map(String::trim)
			.toList();
	}

	/** Public, as a proxy may be made by another class loader. */
	public interface Work {

		@MeteredJob("work")
		void work();

	}

	/** Something else that a bean may be called for. */
	public interface Listener {

		void heard();

	}

	static class Worker implements Work {

		@Override
		public void work() {
		}

	}

	/**
	 * Keeps the bean and calls it later.
	 */
	abstract static class Keeper implements BeanPostProcessor {

		abstract void run();

		static Keeper of(ApplicationContext context) {
			return context.getBean(Keeper.class);
		}

	}

	static class Unordered extends Keeper {

		final List<Object> kept = new ArrayList<>();

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (bean instanceof Work) {
				this.kept.add(bean);
			}
			return bean;
		}

		@Override
		void run() {
			this.kept.forEach((bean) -> ((Work) bean).work());
		}

	}

	static class First extends Unordered implements Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 2;
		}

	}

	static class Last extends Unordered implements Ordered {

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

	}

	static class Prioritised extends Unordered implements PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class BeforeInitialization extends Keeper {

		Worker[] kept = new Worker[1];

		@Override
		public Object postProcessBeforeInitialization(Object bean, String name) {
			if (bean instanceof Worker worker) {
				this.kept[0] = worker;
			}
			return bean;
		}

		@Override
		void run() {
			this.kept[0].work();
		}

	}

	static class AfterInstantiation extends Keeper implements InstantiationAwareBeanPostProcessor {

		@Nullable Work kept;

		@Override
		public boolean postProcessAfterInstantiation(Object bean, String name) {
			if (bean instanceof Work work) {
				this.kept = work;
			}
			return true;
		}

		@Override
		void run() {
			Objects.requireNonNull(this.kept).work();
		}

	}

	static class InALambda extends Keeper {

		final List<Runnable> tasks = new CopyOnWriteArrayList<>();

		@Override
		public Object postProcessBeforeInitialization(Object bean, String name) {
			if (bean instanceof Work work) {
				this.tasks.add(() -> work.work());
			}
			return bean;
		}

		@Override
		void run() {
			this.tasks.forEach(Runnable::run);
		}

	}

	static class InStatic extends Keeper {

		private static @Nullable Object kept;

		@Override
		public Object postProcessBeforeInitialization(Object bean, String name) {
			if (bean instanceof Work) {
				keep(bean);
			}
			return bean;
		}

		@Override
		void run() {
			((Work) Objects.requireNonNull(kept)).work();
		}

		private static void keep(Object bean) {
			kept = bean;
		}

	}

}
