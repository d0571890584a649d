package dev.emp.metrics.http;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.util.StringUtils;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of HTTP requests. They come from the observations
 * that Spring makes of each request; what is not observed is not counted.
 */
@AutoConfiguration(after = SupportAutoConfiguration.class)
@ConditionalOnFeature("http")
@ConditionalOnNoHttpAgent
@ConditionalOnClass(ServerRequestObservationContext.class)
@ConditionalOnWebApplication
@ConditionalOnBean(Meters.class)
@EnableConfigurationProperties(HttpProperties.class)
public final class HttpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empHttpMeterDefinitions")
	MeterDefinitions empHttpMeterDefinitions() {
		return new MeterDefinitions(List.of(HttpMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean
	HttpMetrics empHttpMetrics(Meters meters, HttpProperties properties) {
		return new HttpMetrics(meters, properties.limits());
	}

	/**
	 * What needs the actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ManagementPortType.class, PathMappedEndpoints.class })
	static class ActuatorConfiguration {

		@Bean
		@ConditionalOnMissingBean(ManagementTraffic.class)
		ActuatorTraffic empManagementTraffic(Environment environment, ObjectProvider<PathMappedEndpoints> endpoints) {
			return new ActuatorTraffic(environment, endpoints::getIfAvailable);
		}

	}

	/**
	 * Requests of a servlet container.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ServletRequestHandler empServletRequestHandler(HttpMetrics metrics,
				ObjectProvider<ManagementTraffic> management, Environment environment) {
			String path = environment.getProperty("spring.mvc.servlet.path", "/");
			return new ServletRequestHandler(metrics, management.getIfAvailable(() -> ManagementTraffic.NONE),
					StringUtils.trimTrailingCharacter(path, '/'));
		}

	}

	/**
	 * Requests of a reactive server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReactiveRequestHandler empReactiveRequestHandler(HttpMetrics metrics,
				ObjectProvider<ManagementTraffic> management) {
			return new ReactiveRequestHandler(metrics, management.getIfAvailable(() -> ManagementTraffic.NONE));
		}

	}

}
