package dev.emp.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who this process is among the others of the fleet.
 *
 * @param machineId Name of the machine, the resource attribute machine.id. By default the
 * name of the host
 * @param workerId Name of this worker, stable over restarts; the resource attribute
 * worker.id
 * @param instanceId Value of the resource attribute service.instance.id. By default the
 * worker's id if it is known, otherwise the name of the host and 8 random hexadecimal
 * digits
 * @param environment Where the process is deployed, for example production; the resource
 * attributes deployment.environment.name and deployment.environment
 * @param asTags Whether machine.id, worker.id and deployment.environment are tags of
 * every meter over OTLP too, and not only where there are no resource attributes
 */
@ConfigurationProperties("emp.metrics.identity")
public record IdentityProperties(@Nullable String machineId, @DefaultValue("unknown") String workerId,
		@Nullable String instanceId, @Nullable String environment, @DefaultValue("false") boolean asTags) {
}
