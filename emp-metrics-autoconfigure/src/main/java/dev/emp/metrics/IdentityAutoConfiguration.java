package dev.emp.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the tags that say which process a meter is of.
 */
@AutoConfiguration(before = CompositeMeterRegistryAutoConfiguration.class)
@ConditionalOnFeature
@EnableConfigurationProperties(IdentityProperties.class)
public final class IdentityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empIdentityTags")
	@Order(Ordered.LOWEST_PRECEDENCE)
	MeterRegistryCustomizer<MeterRegistry> empIdentityTags(IdentityProperties properties, Environment environment) {
		return new IdentityTags(ResourceAttributes.of(environment, System::getenv), environment, properties.asTags())
			.checked(ClassUtils.getDefaultClassLoader())::addTo;
	}

	@Bean
	@ConditionalOnMissingBean(name = "empIdentityTagsFilter")
	@Order(Ordered.LOWEST_PRECEDENCE)
	static MeterFilter empIdentityTagsFilter() {
		return IdentityTags.yielding();
	}

}
