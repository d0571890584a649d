package dev.emp.metrics.export;

import java.util.Map;

/**
 * Sends a batch once and says what came of it.
 */
interface Transport {

	/**
	 * Send and wait for the answer, which takes no longer than the time-outs allow.
	 * @param payload what to send
	 * @param target where to
	 * @return what came of it; trouble of any kind is an answer as well
	 * @throws InterruptedException if the calling thread is interrupted meanwhile
	 */
	Answer send(Payload payload, Target target) throws InterruptedException;

	/**
	 * The headers that go to a target.
	 * @param target the target
	 * @return the headers by their names, those that the target does not have included
	 */
	default Map<String, String> headers(Target target) {
		return target.headers();
	}

}
