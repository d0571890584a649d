package dev.emp.metrics.kotlin

import dev.emp.metrics.job.JobRun
import dev.emp.metrics.job.MeteredJob
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.springframework.resilience.annotation.Retryable
import java.io.IOException
import kotlin.coroutines.CoroutineContext

/** Handlers that suspend. */
internal open class SuspendingHandler {

	val gate = CompletableDeferred<String>()

	val started = CompletableDeferred<Unit>()

	var current: JobRun? = null

	var currentElsewhere: JobRun? = null

	var before: JobRun? = null

	var after: JobRun? = null

	var inner: SuspendingHandler? = null

	@MeteredJob("returns")
	open suspend fun returns(job: Job): Int {
		delay(1)
		return job.name.length
	}

	@MeteredJob("current")
	open suspend fun findsItsRun(): String {
		this.current = JobRun.current()
		withContext(Dispatchers.IO) {
			this@SuspendingHandler.currentElsewhere = JobRun.current()
		}
		return "done"
	}

	@MeteredJob("outer")
	open suspend fun callsAnother() {
		this.before = JobRun.current()
		this.inner!!.findsItsRun()
		this.after = JobRun.current()
	}

	@MeteredJob("throws")
	open suspend fun throws(): String {
		delay(1)
		throw IOException("connection reset")
	}

	@Retryable(delay = 1)
	@MeteredJob("retryable")
	open suspend fun retryable(): String {
		delay(1)
		throw IOException("connection reset")
	}

	@MeteredJob("gated")
	open suspend fun gated(): String {
		this.started.complete(Unit)
		return this.gate.await()
	}

	@MeteredJob("times-out")
	open suspend fun timesOut(): String = withTimeout(1) { this@SuspendingHandler.gate.await() }

	@MeteredJob("unit")
	open suspend fun unit() {
		delay(1)
	}

	@MeteredJob("nullable", outcome = "#{#result != null}")
	open suspend fun nullable(text: String?): String? {
		delay(1)
		return text
	}

	@MeteredJob("expressions", priority = "#{#job.priority}", inputSize = "#{#args.length}",
			outputSize = "#{#result.length}", tags = ["size=#{#result.length}", "second=#{#a1}"])
	open suspend fun expressions(job: Job, suffix: String = "-default"): String {
		delay(1)
		return job.name + suffix
	}

}

/** Handlers that give a flow or a deferred value. */
internal open class StreamingHandler {

	val gate = CompletableDeferred<String>()

	var context: CoroutineContext? = null

	var emitted = 0

	@MeteredJob("flow", outputSize = "#{#result}")
	open fun numbers(count: Int): Flow<Int> = flow {
		this@StreamingHandler.context = currentCoroutineContext()
		for (number in 1..count) {
			this@StreamingHandler.emitted = number
			emit(number)
		}
	}

	@MeteredJob("broken-flow")
	open fun broken(): Flow<Int> = flow {
		emit(1)
		throw IOException("connection reset")
	}

	@MeteredJob("gated-flow")
	open fun gated(): Flow<String> = flow {
		emit("first")
		emit(this@StreamingHandler.gate.await())
	}

	@MeteredJob("impatient-flow")
	open fun impatient(): Flow<String> = flow {
		emit(withTimeout(1) { this@StreamingHandler.gate.await() })
	}

	@MeteredJob("suspending-flow")
	open suspend fun suspending(): Flow<Int> {
		delay(1)
		return flow {
			emit(1)
			emit(2)
		}
	}

	@MeteredJob("deferred", outputSize = "#{#result.length}")
	open fun deferred(value: Deferred<String>): Deferred<String> = value

	@MeteredJob("any")
	open fun any(value: Any): Any = value

}
