package dev.emp.metrics.job;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of metered jobs beside Spring's own advice share: every way to proxy, and
 * every order in which the advice is switched on.
 */
abstract class ChainContext extends JobContext {

	private static final List<Class<?>> ADVICE = List.of(Transactions.class, Caching.class, Security.class,
			Resilience.class, Threads.class, ValidationAutoConfiguration.class);

	final TestTransactions transactions = new TestTransactions();

	/**
	 * Each way to proxy, with the meters configured first and last by turns.
	 * @return the ways
	 */
	static Stream<Chain> chains() {
		return Stream.of(true, false)
			.flatMap((byClass) -> Stream.of(Creator.values())
				.map((creator) -> new Chain(byClass, creator, byClass == (creator == Creator.WITHOUT_WEAVER))));
	}

	/**
	 * Two ways that have nothing in common, for what hardly depends on the way.
	 * @return the ways
	 */
	static Stream<Chain> corners() {
		return Stream.of(new Chain(true, Creator.WEAVER, false), new Chain(false, Creator.OF_TRANSACTIONS, true));
	}

	/**
	 * A runner whose context has all of Spring's advice.
	 * @param chain how it proxies
	 * @param handlers the beans
	 * @return the runner
	 */
	ApplicationContextRunner runner(Chain chain, Object... handlers) {
		List<Class<?>> advice = Arrays.asList(ADVICE.toArray(new Class<?>[0]));
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withPropertyValues("spring.aop.proxy-target-class=" + chain.byClass(),
					"spring.aop.auto=" + (chain.creator() != Creator.OF_TRANSACTIONS))
			.withBean(Clock.class, () -> this.clock)
			.withBean(MeterRegistry.class, () -> this.registry)
			.withBean("blocking", TestTransactions.class, () -> this.transactions)
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class));
		if (chain.creator() == Creator.WITHOUT_WEAVER) {
			runner = runner.withClassLoader(new FilteredClassLoader("org.aspectj"));
		}
		if (chain.meterFirst()) {
			Collections.reverse(advice);
			runner = runner.withUserConfiguration(SupportAutoConfiguration.class, JobAutoConfiguration.class);
		}
		else {
			runner = runner
				.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class));
		}
		runner = runner.withUserConfiguration(advice.toArray(new Class<?>[0]));
		for (Object handler : handlers) {
			runner = withBean(runner, handler);
		}
		return runner;
	}

	private static <T> ApplicationContextRunner withBean(ApplicationContextRunner runner, T handler) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) handler.getClass();
		return runner.withBean(type.getSimpleName(), type, () -> handler);
	}

	void assertAttempts(String job, int completed, int failed) {
		assertThat(count("jobs.processed", "job.name", job, "status", "started")).isEqualTo(completed + failed);
		assertThat(count("jobs.processed", "job.name", job, "status", "completed")).isEqualTo(completed);
		assertThat(count("jobs.processed", "job.name", job, "status", "failed")).isEqualTo(failed);
		assertThat(gauge("jobs.active", "job.name", job)).isZero();
	}

	double seconds(String job) {
		return this.registry.get("job.duration")
			.tag("job.name", job)
			.timers()
			.stream()
			.mapToDouble((timer) -> timer.totalTime(TimeUnit.SECONDS))
			.sum();
	}

	/** Public, as a proxy may be made by another class loader. */
	public interface Work {

		@Nullable Object run(@NotNull String text) throws Exception;

	}

	/**
	 * Who makes proxies.
	 */
	enum Creator {

		WEAVER, WITHOUT_WEAVER, OF_TRANSACTIONS

	}

	/**
	 * A way to proxy.
	 *
	 * @param byClass whether proxies are subclasses
	 * @param creator who makes them
	 * @param meterFirst whether the meters are configured before the advice
	 */
	record Chain(boolean byClass, Creator creator, boolean meterFirst) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Security {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Resilience {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import(AsyncPool.class)
	static class Threads {

	}

}
