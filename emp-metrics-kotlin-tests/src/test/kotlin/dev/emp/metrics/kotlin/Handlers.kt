package dev.emp.metrics.kotlin

import dev.emp.metrics.job.MeteredJob

/** A job with a property that becomes a tag. */
data class Job(val name: String, val priority: String?)

/** A handler as the Kotlin compiler makes it open. */
open class OpenHandler {

	@MeteredJob("open", priority = "#{#job.priority}")
	open fun handle(job: Job): Int = job.name.length

}

/** A handler that no proxy can extend. */
class FinalHandler {

	@MeteredJob("final")
	fun handle(job: Job): Int = job.name.length

}

/** A handler whose annotation stands on the interface. */
fun interface MeteredHandler {

	@MeteredJob("interface", priority = "#{#job.priority}")
	fun handle(job: Job): Int

}

/** A final class that is metered as its interface says. */
class MeteredByInterface : MeteredHandler {

	override fun handle(job: Job): Int = job.name.length

}

/** A handler without an annotation. */
interface PlainHandler {

	fun handle(job: Job): Int

}

/** A final class that is metered through an interface, as it says itself. */
class MeteredByImplementation : PlainHandler {

	@MeteredJob("implementation", priority = "#{#job.priority}")
	override fun handle(job: Job): Int = job.name.length

}
