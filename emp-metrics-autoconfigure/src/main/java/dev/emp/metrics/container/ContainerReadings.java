package dev.emp.metrics.container;

import java.util.List;

/**
 * What is known of several containers at one moment.
 *
 * @param identities which containers they are, each once
 * @param origins where the numbers of each come from, in the same order
 * @param readings what is known of each, in the same order
 */
record ContainerReadings(List<ContainerIdentity> identities, List<Origin> origins, List<ContainerReading> readings) {

}
