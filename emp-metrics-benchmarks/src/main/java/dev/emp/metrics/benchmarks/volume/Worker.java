package dev.emp.metrics.benchmarks.volume;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A usual worker: a web server, four threads, and a job each second.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Worker {

	public static void main(String[] args) {
		SpringApplication.run(Worker.class, args);
	}

	@Bean
	ThreadPoolTaskExecutor jobs() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(4);
		return executor;
	}

}
