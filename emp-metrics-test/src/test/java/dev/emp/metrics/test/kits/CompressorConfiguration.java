package dev.emp.metrics.test.kits;

// tag::metered-executor[]
import java.util.concurrent.Executors;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.MeteredExecutorService;

@Configuration(proxyBeanMethods = false)
class CompressorConfiguration {

	@Bean
	MeteredExecutorService compressors() {
		return MeteredExecutorService.of(Executors.newFixedThreadPool(2));
	}

}
// end::metered-executor[]
