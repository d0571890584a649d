package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.core.NestedExceptionUtils;

import dev.emp.metrics.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what stops the start: the message names the place, the value and the remedy.
 */
@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
class InvalidMeteredJobTests extends JobContext {

	@Test
	void refusesAnExpressionThatCannotBeParsed() {
		assertRefused(new Object() {

			@MeteredJob(priority = "#{#job.}")
			void run(String job) {
			}

		}, "priority", "#{#job.}", "not a valid expression");
	}

	@Test
	void refusesAVariableThatIsNotThere() {
		assertRefused(new Object() {

			@MeteredJob(queue = "a-#{#jbo}")
			void run(String job) {
			}

		}, "queue", "a-#{#jbo}", "names #jbo", "#job", "-parameters");
	}

	@Test
	void refusesTheResultBeforeTheCall() {
		assertRefused(new Object() {

			@MeteredJob(service = "#{#result}")
			void run() {
			}

		}, "service", "#{#result}", "not known before the call");
	}

	@Test
	void refusesAKeyThatIsNotDeclared() {
		assertRefused(new Object() {

			@MeteredJob(tags = "tenant=a")
			void run() {
			}

		}, "tags", "tenant=a", "not declared", "emp.metrics.job.tag-keys");
	}

	@Test
	void refusesATagWithoutAKey() {
		assertRefused(new Object() {

			@MeteredJob(tags = "tenant")
			void run() {
			}

		}, "tags", "tenant", "key=value");
	}

	@Test
	void refusesANumberThatIsNone() {
		assertRefused(new Object() {

			@MeteredJob(maxAttempts = "many")
			void run() {
			}

		}, "maxAttempts", "many", "not a number");
	}

	@Test
	void refusesConstantsThatMeanNothing() {
		assertRefused(new Object() {

			@MeteredJob(outcome = "maybe")
			void run() {
			}

		}, "outcome", "maybe", "not a boolean");
		assertRefused(new Object() {

			@MeteredJob(enqueuedAt = "yesterday")
			void run() {
			}

		}, "enqueuedAt", "yesterday", "ISO-8601");
	}

	@Test
	void refusesANameWithoutANumberSign() {
		assertRefused(new Object() {

			@MeteredJob(priority = "#{job.length}")
			void run(String job) {
			}

		}, "priority", "#{job.length}", "without a number sign", "#job");
		assertRefused(new Object() {

			@MeteredJob(priority = "#{@bean.name}")
			void run(String job) {
			}

		}, "priority", "#{@bean.name}", "beans cannot be named");
	}

	@Test
	void refusesAPlaceholderThatNothingResolves() {
		assertRefused(new Object() {

			@MeteredJob("${no.such.name}")
			void run() {
			}

		}, "value", "${no.such.name}", "placeholder", "default");
	}

	@Test
	void refusesReservedAndTakenKeys() {
		assertPropertyRefused("emp.metrics.job.tag-keys=job", "emp.metrics.job.tag-keys", "'job'", "Prometheus");
		assertPropertyRefused("emp.metrics.job.tag-keys=le", "'le'", "Prometheus");
		assertPropertyRefused("emp.metrics.job.tag-keys=__x", "'__x'", "Prometheus");
		assertPropertyRefused("emp.metrics.job.tag-keys=otel.scope.name", "Prometheus");
		assertPropertyRefused("emp.metrics.job.tag-keys=job_name", "another tag");
		assertPropertyRefused("emp.metrics.job.tag-keys=a.b,a_b", "'a_b'", "another tag");
		assertPropertyRefused("emp.metrics.job.tag-keys=tenant.id,tenant_id", "'tenant_id'", "another tag");
		assertPropertyRefused("emp.metrics.job.tag-keys=error_type", "another tag");
		assertPropertyRefused("emp.metrics.job.tag-keys=1st", "'1st'", "letters");
		assertPropertyRefused("emp.metrics.job.tag-keys=job.", "'job.'", "single dots");
	}

	@Test
	void refusesLimitsThatLeaveNothing() {
		assertPropertyRefused("emp.metrics.job.limits.names=0", "emp.metrics.job.limits.names", "'0'", "1 or more");
		assertPropertyRefused("emp.metrics.interval=0s", "emp.metrics.interval", "'0ms'", "30s");
	}

	@Test
	void refusesAPlaceholderThatNothingResolvesInAnApplication() {
		runner().withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withBean(Handlers.Handler.class)
			.withPropertyValues("kind=${nested.unknown}")
			.run((context) -> assertExplained(context.getStartupFailure(), "value", "placed-${kind:none}"));
	}

	private void assertRefused(Object handler, String... parts) {
		runner().withBean("handler", Object.class, () -> handler)
			.run((context) -> assertExplained(context.getStartupFailure(), parts));
	}

	private void assertPropertyRefused(String property, String... parts) {
		runner().withPropertyValues(property).run((context) -> assertExplained(context.getStartupFailure(), parts));
	}

	static void assertExplained(@Nullable Throwable failure, String... parts) {
		assertThat(failure).isNotNull();
		assertThat(NestedExceptionUtils.getRootCause(new IllegalStateException(failure))).isInstanceOfSatisfying(
				InvalidSettingException.class,
				(invalid) -> assertThat(invalid.getMessage() + ". " + invalid.getRemedy()).contains(parts));
	}

}
