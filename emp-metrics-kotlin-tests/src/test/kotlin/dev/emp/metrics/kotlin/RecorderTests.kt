package dev.emp.metrics.kotlin

import dev.emp.metrics.job.JobAutoConfiguration
import dev.emp.metrics.job.JobInfo
import dev.emp.metrics.job.JobRecorder
import dev.emp.metrics.support.SupportAutoConfiguration
import dev.emp.metrics.test.JobAssertions.assertThatJob
import io.micrometer.core.instrument.MeterRegistry
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.getBean
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import java.io.IOException
import java.util.concurrent.Callable
import java.util.concurrent.CompletableFuture

/** Tests for a recorder that is called with what Kotlin has for work. */
internal class RecorderTests {

	private val registry = SimpleMeterRegistry()

	private val job = JobInfo.of("recorded")

	@Test
	fun blockGivesItsResult() = withRecorder { recorder ->
		val length = recorder.record(job) { text().length }
		assertThat(length + 1).isEqualTo(5)
		assertThat(recorder.record(job, ::text).uppercase()).isEqualTo("TEXT")
		assertThat(recorder.record(job, Callable { text() })).isEqualTo("text")
		assertThatJob(registry, "recorded").started(3).completed(3)
	}

	@Test
	fun blockMayHaveNoResult() = withRecorder { recorder ->
		recorder.record(job) { work() }
		recorder.record(job, ::work)
		val nothing: String? = recorder.record(job) { null }
		assertThat(nothing).isNull()
		assertThatJob(registry, "recorded").started(3).completed(3)
	}

	@Test
	fun futureThatABlockGivesIsFollowed() = withRecorder { recorder ->
		val future = CompletableFuture<String>()
		assertThat(recorder.record(job) { future }).isSameAs(future)
		assertThatJob(registry, "recorded").started(1).completed(0).active(1)
		future.complete("done")
		assertThatJob(registry, "recorded").completed(1)
	}

	@Test
	fun exceptionIsPassedOn() = withRecorder { recorder ->
		val thrown = IOException()
		assertThat(runCatching { recorder.record(job) { throw thrown } }.exceptionOrNull()).isSameAs(thrown)
		assertThatJob(registry, "recorded").started(1).failed(1)
	}

	private fun text() = "text"

	private fun work() = Unit

	private fun withRecorder(test: (JobRecorder) -> Unit) {
		ApplicationContextRunner().withBean(MeterRegistry::class.java, { registry })
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration::class.java,
					JobAutoConfiguration::class.java))
			.run { context -> test(context.getBean<JobRecorder>()) }
	}

}
