package dev.emp.metrics.sample.work;

import java.util.concurrent.Executors;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.MeteredExecutorService;

/**
 * The threads that compress blocks. The bean is a pool of workers, and a queue where
 * blocks wait, to the meters as well.
 */
@Configuration(proxyBeanMethods = false)
class CompressorConfiguration {

	// no default candidate: Boot's own executor is still to be there
	@Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
	MeteredExecutorService compressors() {
		return MeteredExecutorService.of(Executors.newFixedThreadPool(2, (task) -> new Thread(task, "compress")));
	}

}
