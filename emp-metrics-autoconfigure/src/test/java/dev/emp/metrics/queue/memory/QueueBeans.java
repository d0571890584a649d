package dev.emp.metrics.queue.memory;

import java.util.Comparator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.support.MeteredExecutorService;

/**
 * Beans of each kind that is a queue in memory, has one, or looks as if.
 */
@Configuration(proxyBeanMethods = false)
class QueueBeans {

	@Bean
	BlockingQueue<String> mails() {
		return new LinkedBlockingQueue<>();
	}

	@Bean
	BlockingQueue<String> urgent() {
		return new PriorityBlockingQueue<>(1, Comparator.naturalOrder());
	}

	@Bean
	BlockingQueue<String> handOver() {
		return new SynchronousQueue<>();
	}

	@Bean
	Executor pool() {
		return new ThreadPoolTaskExecutor();
	}

	@Bean
	Executor samePool(Executor pool) {
		return pool;
	}

	@Bean
	Executor withoutQueue() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setQueueCapacity(0);
		return executor;
	}

	@Bean
	ThreadPoolTaskScheduler scheduler() {
		return new ThreadPoolTaskScheduler();
	}

	@Bean
	Executor bare() {
		return MeteredExecutorService.of(Executors.newFixedThreadPool(1));
	}

	@Bean
	Executor single() {
		return MeteredExecutorService.of(Executors.newSingleThreadExecutor());
	}

	@Bean
	Executor unmeasured() {
		return Executors.newFixedThreadPool(1);
	}

	@Bean
	Object proxied() {
		return new ProxyFactory(new LinkedBlockingQueue<>()).getProxy();
	}

	@Bean
	@Scope("prototype")
	BlockingQueue<String> prototype() {
		throw new IllegalStateException("nobody asked for it");
	}

	@Bean
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
	BlockingQueue<String> scoped() {
		throw new IllegalStateException("nobody asked for it");
	}

}
