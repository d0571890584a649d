package dev.emp.metrics.test.docs;

// tag::beans[]
import java.nio.file.NoSuchFileException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.job.ErrorClassifier;
import dev.emp.metrics.job.ErrorType;
import dev.emp.metrics.job.JobListener;
import dev.emp.metrics.job.JobTagsContributor;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(JobConfiguration.class);

	@Bean
	JobListener jobLog() {
		return (job) -> logger.info("{} {} after {}", job.name(), job.status().tagValue(), job.duration());
	}

	@Bean
	ErrorClassifier fileErrors() {
		return (error) -> (error instanceof NoSuchFileException) ? ErrorType.VALIDATION : null;
	}

	@Bean
	JobTagsContributor tenantTag() {
		return (key) -> key.equals("tenant") ? MDC.get("tenant") : null;
	}

}
// end::beans[]
