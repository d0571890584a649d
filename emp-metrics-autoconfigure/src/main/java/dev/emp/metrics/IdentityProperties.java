package dev.emp.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who this process is among the others of the fleet.
 *
 * @param workerId Name of this worker, stable over restarts
 * @param instanceId Value of the resource attribute service.instance.id. By default the
 * worker's id if it is known, otherwise the name of the host and 8 random hexadecimal
 * digits
 */
@ConfigurationProperties("emp.metrics.identity")
public record IdentityProperties(@DefaultValue("unknown") String workerId, @Nullable String instanceId) {
}
