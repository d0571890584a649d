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
 * @param link which interface it is
 */
record InterfaceCounters(String name, long received, long transmitted, long receiveErrors, long transmitErrors,
		long receiveDropped, long transmitDropped, Link link) {

	InterfaceCounters with(Link link) {
		return link.equals(this.link) ? this : new InterfaceCounters(this.name, this.received, this.transmitted,
				this.receiveErrors, this.transmitErrors, this.receiveDropped, this.transmitDropped, link);
	}

	/**
	 * Whether the counters are those of the same interface.
	 * @param other the counters of another look
	 * @return whether they are, as far as it is known
	 */
	boolean isOfSame(InterfaceCounters other) {
		return this.name.equals(other.name) && this.link.equals(other.link);
	}

}
