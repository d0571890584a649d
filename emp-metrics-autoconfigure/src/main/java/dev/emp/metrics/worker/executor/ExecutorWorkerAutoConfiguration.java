package dev.emp.metrics.worker.executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.worker.WorkerAutoConfiguration;
import dev.emp.metrics.worker.WorkerProbes;

/**
 * Auto-configuration of the metrics of executors as workers. A child context has its own
 * beans measured with the parent's meters.
 */
@AutoConfiguration(after = WorkerAutoConfiguration.class)
@ConditionalOnBean(WorkerProbes.class)
@ConditionalOnFeature("worker")
@ImportRuntimeHints(SimpleExecutorHints.class)
public final class ExecutorWorkerAutoConfiguration {

	private ExecutorWorkerAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ExecutorSources empExecutorSources(Environment environment, ObjectProvider<WorkerProbes> probes) {
		return new ExecutorSources(environment, probes::getObject);
	}

}
