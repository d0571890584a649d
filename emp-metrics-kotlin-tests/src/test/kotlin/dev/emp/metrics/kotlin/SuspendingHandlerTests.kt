package dev.emp.metrics.kotlin

import dev.emp.metrics.job.JobAutoConfiguration
import dev.emp.metrics.job.JobRun
import dev.emp.metrics.support.SupportAutoConfiguration
import dev.emp.metrics.test.JobAssertions.assertThatJob
import io.micrometer.core.instrument.Clock
import io.micrometer.core.instrument.MeterRegistry
import io.micrometer.core.instrument.MockClock
import io.micrometer.core.instrument.simple.SimpleConfig
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.springframework.beans.factory.getBean
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.context.annotation.Configuration
import org.springframework.resilience.annotation.EnableResilientMethods
import java.io.IOException
import java.time.Duration
import java.util.concurrent.TimeUnit

/** Tests for handlers that are suspending functions. */
internal class SuspendingHandlerTests {

	private val clock = MockClock()

	private val registry = SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock)

	private val target = SuspendingHandler()

	@Test
	fun functionThatReturnsIsCompleted() = withHandler { handler ->
		assertThat(handler.returns(Job("picture", null))).isEqualTo(7)
		assertThatJob(registry, "returns").started(1).completed(1).durations(1).active(0)
	}

	@Test
	fun functionThatThrowsIsFailedByItsOwnError() = withHandler { handler ->
		assertThat(runCatching { handler.throws() }.exceptionOrNull()).isInstanceOf(IOException::class.java)
		assertThatJob(registry, "throws").started(1).failed(1).hasError("connection", 1).active(0)
	}

	@Test
	fun functionThatSpringCannotTryAgainHasFailedWithoutARetry() = withHandler { handler ->
		assertThat(runCatching { handler.retryable() }.exceptionOrNull()).isInstanceOf(IOException::class.java)
		assertThatJob(registry, "retryable").started(1).failed(1).hasOutcome("failed_no_retry", 1)
	}

	@Test
	fun isActiveWhileItIsSuspended() = withHandler { handler ->
		val result = async { handler.gated() }
		target.started.await()
		clock.add(Duration.ofSeconds(3))
		assertThatJob(registry, "gated").started(1).active(1).completed(0)
		target.gate.complete("done")
		assertThat(result.await()).isEqualTo("done")
		assertThatJob(registry, "gated").active(0).completed(1)
		assertThat(registry.get("job.duration").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(3.0)
	}

	@Test
	fun cancelledCoroutineIsCancelled() = withHandler { handler ->
		val running = launch { handler.gated() }
		target.started.await()
		running.cancelAndJoin()
		assertThatJob(registry, "gated").started(1).cancelled(1).failed(0).active(0)
	}

	@Test
	fun functionThatItsCallerGivesUpIsCancelled() = withHandler { handler ->
		assertThat(runCatching { withTimeout(20) { handler.gated() } }.exceptionOrNull())
			.isInstanceOf(TimeoutCancellationException::class.java)
		assertThatJob(registry, "gated").started(1).cancelled(1).failed(0).active(0)
	}

	@Test
	fun functionThatGivesUpByItselfIsFailedByATimeout() = withHandler { handler ->
		assertThat(runCatching { handler.timesOut() }.exceptionOrNull())
			.isInstanceOf(TimeoutCancellationException::class.java)
		assertThatJob(registry, "times-out").started(1).failed(1).cancelled(0).hasError("timeout", 1).active(0)
	}

	@Test
	fun functionWithoutAResultIsCompleted() = withHandler { handler ->
		handler.unit()
		assertThatJob(registry, "unit").started(1).completed(1)
	}

	@Test
	fun resultOfNullIsAResult() = withHandler { handler ->
		assertThat(handler.nullable("text")).isEqualTo("text")
		assertThat(handler.nullable(null)).isNull()
		assertThatJob(registry, "nullable").started(2).completed(1).failed(1)
	}

	@Test
	fun expressionsSeeTheParametersAndTheResultButNoContinuation() = withHandler { handler ->
		assertThat(handler.expressions(Job("picture", "high"), "-of-a-cat")).isEqualTo("picture-of-a-cat")
		assertThatJob(registry, "expressions").withTag("priority", "high")
			.withTag("second", "-of-a-cat").withTag("size", "16").completed(1)
		assertThat(total("job.input.size")).isEqualTo(2.0)
		assertThat(total("job.output.size")).isEqualTo(16.0)
	}

	@Test
	fun defaultArgumentIsSeenAsAnyOther() = withHandler { handler ->
		assertThat(handler.expressions(Job("picture", "high"))).isEqualTo("picture-default")
		assertThatJob(registry, "expressions").withTag("second", "-default").completed(1)
	}

	@ParameterizedTest
	@ValueSource(booleans = [true, false])
	fun runIsCurrentOnEachThreadOfTheFunction(dispatched: Boolean) = withHandler { handler ->
		val none = JobRun.current()
		launch(if (dispatched) Dispatchers.Default else Dispatchers.Unconfined) { handler.findsItsRun() }.join()
		assertThat(target.current).isNotNull().isNotSameAs(none)
		assertThat(target.currentElsewhere).isSameAs(target.current)
		assertThat(JobRun.current()).isSameAs(none)
	}

	@Test
	fun innerFunctionHasARunOfItsOwn() = withHandler { handler ->
		target.inner = handler
		handler.callsAnother()
		assertThat(target.current).isNotSameAs(target.before).isNotNull()
		assertThat(target.after).isSameAs(target.before).isNotSameAs(JobRun.current())
	}

	private fun total(meter: String): Double = this.registry.get(meter).summary().totalAmount()

	private fun withHandler(test: suspend CoroutineScope.(SuspendingHandler) -> Unit) {
		ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration::class.java,
					JobAutoConfiguration::class.java))
			.withPropertyValues("emp.metrics.job.tag-keys=size,second")
			.withBean(Clock::class.java, { this.clock })
			.withBean(MeterRegistry::class.java, { this.registry })
			.withBean(SuspendingHandler::class.java, { this.target })
			.withUserConfiguration(Resilient::class.java)
			.run { context ->
				assertThat(context).hasNotFailed()
				runBlocking { test(context.getBean<SuspendingHandler>()) }
			}
	}

	/** Lets Spring try again. */
	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	internal class Resilient

}
