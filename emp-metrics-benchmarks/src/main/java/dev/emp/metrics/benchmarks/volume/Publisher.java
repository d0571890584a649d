package dev.emp.metrics.benchmarks.volume;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Publishes 10,000 series a number of times, by the sender that the application context
 * has, and prints what a publish took.
 */
public final class Publisher {

	private static final int SERIES = 10_000;

	private static final int WARM_UP = 15;

	private static final int PAUSE = 150;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final List<Long> sendNanos = new ArrayList<>();

	private final OtlpMetricsSender sender;

	private Publisher(OtlpMetricsSender sender) {
		this.sender = sender;
	}

	/**
	 * Publish.
	 * @param args how often, whether to publish at all or only to wait as long, and
	 * arguments of Spring Boot
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			new Publisher(context.getBean(OtlpMetricsSender.class)).run(context.getBean(OtlpConfig.class),
					Integer.parseInt(args[0]), Boolean.parseBoolean(args[1]));
		}
		System.exit(0);
	}

	private void run(OtlpConfig config, int count, boolean publishing) throws Exception {
		OtlpMeterRegistry registry = OtlpMeterRegistry.builder(config)
			.clock(Clock.SYSTEM)
			.metricsSender(this::send)
			.build();
		fill(registry);
		Method publish = OtlpMeterRegistry.class.getDeclaredMethod("publish");
		publish.setAccessible(true);
		for (int i = 0; i < WARM_UP; i++) {
			publish.invoke(registry);
			TimeUnit.MILLISECONDS.sleep(PAUSE);
		}
		this.sendNanos.clear();
		long cpu = sum(threads::getThreadCpuTime);
		long bytes = sum(threads::getThreadAllocatedBytes);
		for (int i = 0; i < count; i++) {
			if (publishing) {
				publish.invoke(registry);
			}
			TimeUnit.MILLISECONDS.sleep(PAUSE);
		}
		if (publishing && count > 0) {
			Collections.sort(this.sendNanos);
			System.out.printf("cpu_us=%d allocated=%d send_us=%d send_max_us=%d%n",
					(sum(threads::getThreadCpuTime) - cpu) / 1000 / count,
					(sum(threads::getThreadAllocatedBytes) - bytes) / count,
					this.sendNanos.get(this.sendNanos.size() / 2) / 1000,
					this.sendNanos.get(this.sendNanos.size() - 1) / 1000);
		}
	}

	private void send(OtlpMetricsSender.Request request) throws Exception {
		long from = System.nanoTime();
		this.sender.send(request);
		this.sendNanos.add(System.nanoTime() - from);
	}

	/**
	 * Two of five series are counters, two gauges, one a timer with ten buckets.
	 * @param registry what they belong to
	 */
	private static void fill(OtlpMeterRegistry registry) {
		for (int i = 0; i < SERIES / 5; i++) {
			String tag = Integer.toString(i);
			Counter.builder("publish.a").tag("key", tag).register(registry).increment(i);
			Counter.builder("publish.b").tag("key", tag).register(registry).increment(i * 3.7);
			registry.gauge("publish.c", Tags.of("key", tag), i * 1.1);
			registry.gauge("publish.d", Tags.of("key", tag), i * 0.7);
			Timer.builder("publish.e")
				.tag("key", tag)
				.serviceLevelObjectives(IntStream.rangeClosed(1, 10)
					.mapToObj((n) -> Duration.ofMillis(n * 100L))
					.toArray(Duration[]::new))
				.register(registry)
				.record(i, TimeUnit.MILLISECONDS);
		}
	}

	private static long sum(ToLongFunction<Long> value) {
		return Arrays.stream(threads.getAllThreadIds()).map((id) -> Math.max(value.applyAsLong(id), 0)).sum();
	}

	/**
	 * An application that has nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
