package dev.emp.metrics.test.kits;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that finds the examples by its component scan, as that of a reader does.
 */
@SpringBootApplication(proxyBeanMethods = false)
class KitsApplication {

}
