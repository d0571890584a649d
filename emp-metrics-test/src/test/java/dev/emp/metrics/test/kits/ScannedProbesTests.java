package dev.emp.metrics.test.kits;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the examples are found by the component scan of one application and metered
 * there.
 */
@SpringBootTest(properties = "emp.metrics.interval=1s")
class ScannedProbesTests {

	@Test
	void theExamplesHaveSeries(@Autowired MeterRegistry registry, @Autowired OrderStore orders) {
		orders.insert();
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
			assertThat(registry.get("queue.size").tags("queue", "orders", "state", "ready").gauge().value()).isOne();
			assertThat(registry.get("workers.slots").tag("worker.pool", "render").gauge().value()).isEqualTo(4);
			assertThat(registry.get("workers.slots").tag("worker.pool", "compressors").gauge().value()).isEqualTo(2);
			assertThat(registry.get("queue.size").tag("queue", "compressors").gauge().value()).isZero();
		});
	}

}
