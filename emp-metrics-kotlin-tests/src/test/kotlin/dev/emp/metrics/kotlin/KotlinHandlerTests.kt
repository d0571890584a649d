package dev.emp.metrics.kotlin

import dev.emp.metrics.support.SupportAutoConfiguration
import dev.emp.metrics.job.JobAutoConfiguration
import dev.emp.metrics.test.JobAssert
import dev.emp.metrics.test.JobAssertions
import io.micrometer.core.instrument.MeterRegistry
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.springframework.beans.factory.BeanRegistrarDsl
import org.springframework.beans.factory.getBean
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.assertj.AssertableApplicationContext
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.boot.test.system.CapturedOutput
import org.springframework.boot.test.system.OutputCaptureExtension
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import

/** Tests for handlers that are written in Kotlin. */
@ExtendWith(OutputCaptureExtension::class)
internal class KotlinHandlerTests {

	private val job = Job("picture", "high")

	private val runner = ApplicationContextRunner()
		.withBean(MeterRegistry::class.java, { SimpleMeterRegistry() })
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration::class.java,
				JobAutoConfiguration::class.java))

	@Test
	fun openClassIsCounted() {
		this.runner.withBean(OpenHandler::class.java).run { context ->
			assertThat(context.getBean<OpenHandler>().handle(this.job)).isEqualTo(7)
			assertThatJob(context, "open").started(1).completed(1)
		}
	}

	@Test
	fun propertyOfADataClassBecomesATag() {
		this.runner.withBean(OpenHandler::class.java).run { context ->
			context.getBean<OpenHandler>().handle(this.job)
			context.getBean<OpenHandler>().handle(Job("picture", null))
			assertThatJob(context, "open").withTag("priority", "high").completed(1)
			assertThatJob(context, "open").withTag("priority", "unknown").completed(1)
		}
	}

	@Test
	fun finalClassWithoutAnInterfaceIsPassedOverWithOneWarning(output: CapturedOutput) {
		this.runner.withBean("first", FinalHandler::class.java).withBean("second", FinalHandler::class.java)
			.run { context ->
				assertThat(context).hasNotFailed()
				assertThat(context.getBean("first", FinalHandler::class.java).handle(this.job)).isEqualTo(7)
				assertThatJob(context, "final").neverRan()
				assertThat(warnings(output)).hasSize(1)
				assertThat(output.all.lines().filter { it.contains(FinalHandler::class.java.name) }).hasSize(1)
			}
	}

	@Test
	fun finalClassIsCountedAsItsInterfaceSays(output: CapturedOutput) {
		this.runner.withBean(MeteredByInterface::class.java).run { context ->
			assertThat(context.getBean<MeteredHandler>().handle(this.job)).isEqualTo(7)
			assertThatJob(context, "interface").withTag("priority", "high").completed(1)
			assertThat(warnings(output)).isEmpty()
		}
	}

	@Test
	fun finalClassIsCountedThroughItsInterfaceAsItSaysItself(output: CapturedOutput) {
		this.runner.withBean(MeteredByImplementation::class.java).run { context ->
			assertThat(context.getBean<PlainHandler>().handle(this.job)).isEqualTo(7)
			assertThatJob(context, "implementation").withTag("priority", "high").completed(1)
			assertThat(warnings(output)).isEmpty()
		}
	}

	@Test
	fun lambdaIsCountedAsItsInterfaceSays(output: CapturedOutput) {
		this.runner.withUserConfiguration(LambdaConfiguration::class.java).run { context ->
			assertThat(context.getBean<MeteredHandler>().handle(this.job)).isEqualTo(7)
			assertThatJob(context, "interface").withTag("priority", "high").completed(1)
			assertThat(warnings(output)).isEmpty()
		}
	}

	@Test
	fun beanOfASupplierIsCounted() {
		this.runner.withUserConfiguration(RegistrarConfiguration::class.java).run { context ->
			assertThat(context.getBean<OpenHandler>().handle(this.job)).isEqualTo(7)
			assertThatJob(context, "open").completed(1)
		}
	}

	@Test
	fun compilerAndLibraryHaveTheVersionOfTheSpringBootBom() {
		assertThat(KotlinVersion.CURRENT).hasToString(System.getProperty("kotlin.version"))
	}

	private fun assertThatJob(context: AssertableApplicationContext, name: String): JobAssert =
		JobAssertions.assertThatJob(context.getBean<MeterRegistry>(), name)

	private fun warnings(output: CapturedOutput) = output.all.lines().filter { it.contains("WARN") }

	/** A handler as a lambda. */
	@Configuration(proxyBeanMethods = false)
	internal class LambdaConfiguration {

		@Bean
		fun handler() = MeteredHandler { job -> job.name.length }

	}

	/** A handler that a supplier makes. */
	@Configuration(proxyBeanMethods = false)
	@Import(Registrar::class)
	internal class RegistrarConfiguration

	/** Registers beans without annotations. */
	internal class Registrar : BeanRegistrarDsl({
		registerBean { OpenHandler() }
	})

}
