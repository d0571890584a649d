package dev.emp.metrics.job;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Function;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.annotation.AliasFor;

/**
 * Beans that are each annotated at another place. Public, as a proxy by interface may be
 * made by another class loader.
 */
final class Places {

	private Places() {
	}

	public interface Work {

		String run(String text);

	}

	public interface MeteredWork extends Work {

		@Override
		@MeteredJob("interface method")
		String run(String text);

	}

	public interface DefaultWork extends Work {

		@Override
		@MeteredJob("default method")
		default String run(String text) {
			return text;
		}

	}

	@MeteredJob("interface type")
	public interface MeteredType extends Work {

	}

	public interface OffWork extends Work {

		@Override
		@MeteredJob(enabled = false)
		String run(String text);

	}

	/**
	 * Fixes some attributes and gives others other names.
	 */
	@MeteredJob(queue = "of the meta")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Gpu {

		@AliasFor(annotation = MeteredJob.class, attribute = "value")
		String name() default "";

		@AliasFor(annotation = MeteredJob.class)
		String service() default "";

		@AliasFor(annotation = MeteredJob.class)
		String[] tags() default {};

	}

	public static class Plain {

		public String run(String text) {
			return text;
		}

	}

	public static class OnMethod implements MeteredWork {

		@Override
		@MeteredJob("method")
		public String run(String text) {
			return text;
		}

	}

	public static class OnInterfaceMethod extends Plain implements MeteredWork {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class InterfaceOfSubclass extends Plain implements MeteredWork {

	}

	public static class OnDefaultMethod implements DefaultWork {

	}

	public static class OnInterfaceType implements MeteredType {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class Inheriting extends OnMethod {

	}

	public static class Overriding extends OnMethod {

		@Override
		public String run(String text) {
			return text;
		}

	}

	@MeteredJob("class")
	public static class OnClass implements Work {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class SubclassOfOnClass extends OnClass {

	}

	@MeteredJob("class")
	public static class OnBoth implements Work {

		@Override
		@MeteredJob("own")
		public String run(String text) {
			return text;
		}

	}

	public static class MetaOnMethod implements MeteredWork {

		@Override
		@Gpu(name = "meta")
		public String run(String text) {
			return text;
		}

	}

	@Gpu(name = "meta class")
	public static class MetaOnClass implements Work {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class AliasedMeta implements Work {

		@Override
		@Gpu(name = "aliased", service = "gpu", tags = "tenant=#{#text}")
		public String run(String text) {
			return text;
		}

	}

	@MeteredJob(enabled = false)
	public static class OffOnClass implements Work {

		@Override
		@MeteredJob("kept")
		public String run(String text) {
			return text;
		}

		public void other() {
		}

	}

	@MeteredJob("class")
	public static class OffOnMethod implements Work {

		@Override
		@MeteredJob(enabled = false)
		public String run(String text) {
			return text;
		}

	}

	@MeteredJob("class")
	public static class OffOnInterface implements OffWork {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class Generic implements Function<String, String> {

		@Override
		@MeteredJob("generic")
		public String apply(String text) {
			return text;
		}

	}

	public abstract static class GenericBase<T> {

		@MeteredJob("generic base")
		public abstract T run(T value);

	}

	public static class GenericSubclass extends GenericBase<String> {

		@Override
		public String run(String text) {
			return text;
		}

	}

	public static class NotPublic {

		@MeteredJob("package-private")
		void packagePrivate() {
		}

		@MeteredJob("protected")
		protected void protectedOne() {
		}

	}

	@MeteredJob
	public static class Whole implements InitializingBean, AutoCloseable {

		public void first() {
		}

		void packagePrivate() {
		}

		protected void protectedOne() {
		}

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void close() {
		}

		@Override
		public String toString() {
			return "whole";
		}

	}

}
