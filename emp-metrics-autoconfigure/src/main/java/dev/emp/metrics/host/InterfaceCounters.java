package dev.emp.metrics.host;

/**
 * What a network interface counted since it is there; -1 is unknown.
 *
 * @param name its name
 * @param received bytes that came
 * @param transmitted bytes that went
 * @param receiveErrors packets that came broken
 * @param transmitErrors packets that could not be sent
 * @param receiveDropped packets that were dropped when they came
 * @param transmitDropped packets that were dropped instead of being sent
 */
record InterfaceCounters(String name, long received, long transmitted, long receiveErrors, long transmitErrors,
		long receiveDropped, long transmitDropped) {

}
