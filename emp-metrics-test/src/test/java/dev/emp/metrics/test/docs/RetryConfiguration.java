package dev.emp.metrics.test.docs;

// tag::resilience[]
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;

@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
class RetryConfiguration {

}
// end::resilience[]
