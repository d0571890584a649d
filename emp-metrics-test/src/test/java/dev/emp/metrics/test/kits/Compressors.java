package dev.emp.metrics.test.kits;

import java.util.concurrent.Executors;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.MeteredExecutorService;

/**
 * An executor of the JDK that is metered.
 */
// tag::metered-executor[]
@Configuration(proxyBeanMethods = false)
class Compressors {

	@Bean
	MeteredExecutorService compressors() {
		return MeteredExecutorService.of(Executors.newFixedThreadPool(2));
	}

}
// end::metered-executor[]
