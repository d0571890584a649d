package dev.emp.metrics.kotlin

import dev.emp.metrics.job.JobAutoConfiguration
import dev.emp.metrics.support.SupportAutoConfiguration
import dev.emp.metrics.test.JobAssertions.assertThatJob
import io.micrometer.core.instrument.MeterRegistry
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.getBean
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import java.io.IOException

/** Tests for handlers that give a flow or a deferred value. */
internal class StreamingHandlerTests {

	private val registry = SimpleMeterRegistry()

	private val target = StreamingHandler()

	@Test
	fun eachCollectionOfAFlowIsARun() = withHandler { handler ->
		val numbers = handler.numbers(3)
		assertThatJob(registry, "flow").neverRan()
		assertThat(numbers.toList()).containsExactly(1, 2, 3)
		assertThat(numbers.toList()).containsExactly(1, 2, 3)
		assertThatJob(registry, "flow").started(2).completed(2).durations(2).active(0)
	}

	@Test
	fun resultOfAFlowIsItsLastValue() = withHandler { handler ->
		handler.numbers(3).toList()
		assertThat(registry.get("job.output.size").summary().totalAmount()).isEqualTo(3.0)
	}

	@Test
	fun flowThatThrowsIsFailedByItsOwnError() = withHandler { handler ->
		assertThat(runCatching { handler.broken().toList() }.exceptionOrNull()).isInstanceOf(IOException::class.java)
		assertThatJob(registry, "broken-flow").started(1).failed(1).hasError("connection", 1).active(0)
	}

	@Test
	fun flowWhoseCollectorHasSeenEnoughIsCancelled() = withHandler { handler ->
		assertThat(handler.numbers(3).first()).isEqualTo(1)
		assertThat(handler.numbers(3).take(2).toList()).containsExactly(1, 2)
		assertThatJob(registry, "flow").started(2).cancelled(2).failed(0).active(0)
	}

	@Test
	fun flowWhoseCollectorThrowsIsCancelled() = withHandler { handler ->
		assertThat(runCatching { handler.numbers(3).collect { error("the collector's own") } }.isFailure).isTrue()
		assertThatJob(registry, "flow").started(1).cancelled(1).failed(0).active(0)
	}

	@Test
	fun flowEmitsNoMoreThanItsCollectorTakes() = withHandler { handler ->
		handler.numbers(100).take(2).toList()
		assertThat(target.emitted).isEqualTo(2)
	}

	@Test
	fun flowRunsInTheContextOfItsCollector() = withHandler { handler ->
		withContext(CoroutineName("collector")) { handler.numbers(1).toList() }
		assertThat(target.context!![CoroutineName]).isEqualTo(CoroutineName("collector"))
	}

	@Test
	fun flowWhoseCollectorIsCancelledIsCancelled() = withHandler { handler ->
		val first = CompletableDeferred<String>()
		val running = launch { handler.gated().collect { first.complete(it) } }
		first.await()
		assertThatJob(registry, "gated-flow").active(1)
		running.cancelAndJoin()
		assertThatJob(registry, "gated-flow").started(1).cancelled(1).failed(0).active(0)
	}

	@Test
	fun flowThatGivesUpByItselfIsFailedByATimeout() = withHandler { handler ->
		assertThat(runCatching { handler.impatient().toList() }.exceptionOrNull())
			.isInstanceOf(TimeoutCancellationException::class.java)
		assertThatJob(registry, "impatient-flow").failed(1).hasError("timeout", 1).active(0)
	}

	@Test
	fun flowOfASuspendingFunctionIsARunPerCollection() = withHandler { handler ->
		val numbers = handler.suspending()
		assertThat(numbers.toList()).containsExactly(1, 2)
		assertThat(numbers.toList()).containsExactly(1, 2)
		assertThatJob(registry, "suspending-flow").started(2).completed(2).active(0)
	}

	@Test
	fun callerGetsTheVeryDeferredOfTheHandler() = withHandler { handler ->
		val deferred = CompletableDeferred<String>()
		assertThat(handler.deferred(deferred)).isSameAs(deferred)
		assertThat(handler.any(deferred)).isSameAs(deferred)
		assertThatJob(registry, "deferred").started(1).active(1)
		deferred.complete("four")
		assertThatJob(registry, "deferred").completed(1).active(0)
		assertThatJob(registry, "any").completed(1).active(0)
		assertThat(registry.get("job.output.size").tag("job.name", "deferred").summary().totalAmount()).isEqualTo(4.0)
	}

	@Test
	fun deferredThatIsDoneIsCompletedAtOnce() = withHandler { handler ->
		assertThat(handler.deferred(CompletableDeferred("done")).await()).isEqualTo("done")
		assertThatJob(registry, "deferred").started(1).completed(1).active(0)
	}

	@Test
	fun deferredThatFailsIsFailed() = withHandler { handler ->
		val deferred = CompletableDeferred<String>()
		val metered = handler.deferred(deferred)
		deferred.completeExceptionally(IOException("connection reset"))
		assertThat(runCatching { metered.await() }.exceptionOrNull()).isInstanceOf(IOException::class.java)
		assertThatJob(registry, "deferred").failed(1).hasError("connection", 1).active(0)
	}

	@Test
	fun deferredThatTheCallerCancelsIsCancelledAtItsSource() = withHandler { handler ->
		val deferred = CompletableDeferred<String>()
		handler.deferred(deferred).cancel()
		assertThat(deferred.isCancelled).isTrue()
		assertThatJob(registry, "deferred").cancelled(1).failed(0).active(0)
	}

	@Test
	fun runtimeTypeDecidesWhereTheFunctionGivesAny() = withHandler { handler ->
		@Suppress("UNCHECKED_CAST")
		val numbers = handler.any(target.numbers(2)) as Flow<Int>
		assertThatJob(registry, "any").completed(0)
		assertThat(numbers.toList()).containsExactly(1, 2)
		assertThatJob(registry, "any").started(1).completed(1)
	}

	private fun withHandler(test: suspend CoroutineScope.(StreamingHandler) -> Unit) {
		ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration::class.java,
					JobAutoConfiguration::class.java))
			.withBean(MeterRegistry::class.java, { this.registry })
			.withBean(StreamingHandler::class.java, { this.target })
			.run { context ->
				assertThat(context).hasNotFailed()
				runBlocking { test(context.getBean<StreamingHandler>()) }
			}
	}

}
