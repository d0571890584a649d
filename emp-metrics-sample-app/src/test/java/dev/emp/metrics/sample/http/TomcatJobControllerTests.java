package dev.emp.metrics.sample.http;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * Tests for {@link JobController} on Tomcat.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.load.enabled=false", "sample.http.max-body=1MB" })
class TomcatJobControllerTests extends AbstractJobControllerTests {

}
