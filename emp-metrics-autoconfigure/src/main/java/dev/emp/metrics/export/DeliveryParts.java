package dev.emp.metrics.export;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.PushPhase;

/**
 * What a sender works with.
 *
 * @param limits how much is held
 * @param spool where it is held, or null for memory
 * @param listener hears what becomes of it
 * @param transport sends it
 * @param drain how the sending goes on
 * @param descriptions whether the descriptions of meters are sent
 * @param pushes is told of each push
 * @param clock the time
 */
record DeliveryParts(Limits limits, @Nullable DiskSpool spool, DeliveryListener listener, Transport transport,
		DrainSettings drain, boolean descriptions, PushPhase pushes, Clock clock) {
}
