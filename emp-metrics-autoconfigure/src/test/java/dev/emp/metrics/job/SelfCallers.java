package dev.emp.metrics.job;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Beans that call their own methods in one way each.
 */
final class SelfCallers {

	private SelfCallers() {
	}

	static class Plain {

		@MeteredJob
		@Nullable String render(@Nullable String job) {
			return job;
		}

		void all(List<String> jobs) {
			for (String job : jobs) {
				render((job != null) ? job.trim() : null);
			}
		}

		static void ofAnother(Plain plain) {
			plain.render("a");
		}

	}

	interface Steps {

		void step(String job);

		default void all(List<String> jobs) {
			for (String job : jobs) {
				step(job);
			}
		}

	}

	static class ByDefaultMethod implements Steps {

		@Override
		@MeteredJob
		public void step(String job) {
		}

		void other(Steps steps) {
			steps.step("a");
		}

	}

	static class InLambdas {

		@MeteredJob
		void render(String job) {
		}

		void lambda(List<String> jobs) {
			jobs.forEach((job) -> render(job.trim()));
		}

		void reference(List<String> jobs) {
			jobs.forEach(this::render);
		}

	}

	static class Chained {

		@MeteredJob
		void first() {
			second();
		}

		@MeteredJob
		void second() {
		}

	}

	abstract static class Template<T> {

		abstract void render(T job);

		void all(List<T> jobs) {
			jobs.forEach((job) -> render(job));
		}

	}

	static class TemplateOfText extends Template<String> {

		@Override
		@MeteredJob
		void render(String job) {
		}

	}

	static class Inheriting extends Plain {

		void twice() {
			render("a");
			render("b");
		}

	}

	static class WithOthers {

		private final StringBuilder log = new StringBuilder();

		@MeteredJob
		void render(String job) {
		}

		void all(Chained other) {
			this.log.append(new Recursive().depth);
			other.first();
			render("a");
		}

	}

	static class Recursive {

		int depth;

		@MeteredJob
		void render(int depth) {
			if (depth > 0) {
				render(depth - 1);
				Runnable again = () -> render(0);
				again.run();
			}
		}

	}

	static class CallingSuper extends Plain {

		@Override
		@MeteredJob
		@Nullable String render(@Nullable String job) {
			return super.render(job);
		}

	}

	static class ThroughProxy {

		private @Nullable ThroughProxy self;

		private Supplier<ThroughProxy> provider = ThroughProxy::new;

		@MeteredJob
		void render() {
		}

		@Nullable ThroughProxy proxy() {
			return this.self;
		}

		void byField() {
			if (this.self != null) {
				this.self.render();
			}
		}

		void byProvider() {
			this.provider.get().render();
		}

		void byParameter(ThroughProxy other) {
			other.render();
		}

		void byArray(ThroughProxy[] others) {
			others[0].render();
		}

		void byMethod() {
			ThroughProxy proxy = proxy();
			if (proxy != null) {
				proxy.render();
			}
		}

		void byCreation() {
			new ThroughProxy().render();
		}

		void byCast(Object bean) {
			((ThroughProxy) bean).render();
		}

		void byLambda(List<ThroughProxy> beans) {
			beans.forEach((bean) -> bean.render());
			beans.forEach(ThroughProxy::render);
		}

		void byBoundReference(ThroughProxy bean, List<Runnable> later) {
			later.add(bean::render);
		}

	}

	static class OnSubclass {

		@MeteredJob
		void render() {
		}

		void all() {
			OnSubclass bean = new Special();
			bean.render();
		}

	}

	static class Special extends OnSubclass {

	}

}
