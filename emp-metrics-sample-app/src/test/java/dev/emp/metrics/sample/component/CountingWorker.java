package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Counts jobs until it is killed, about one each millisecond.
 */
public final class CountingWorker {

	static final String COUNTER = "kill.jobs";

	private CountingWorker() {
	}

	/**
	 * Count.
	 * @param args the file of the truth, how many milliseconds to count or 0 for ever,
	 * and arguments of Spring Boot
	 * @throws IOException if the file cannot be written
	 * @throws InterruptedException if it is to end
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			Counter counter = context.getBean(MeterRegistry.class).counter(COUNTER);
			Truth truth = Truth.create(Path.of(args[0]));
			long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000;
			while (args[1].equals("0") || System.nanoTime() - end < 0) {
				truth.add(System.currentTimeMillis());
				counter.increment();
				Thread.sleep(1);
			}
		}
	}

	/**
	 * An application that has nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
