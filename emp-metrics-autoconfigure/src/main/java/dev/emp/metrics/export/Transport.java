package dev.emp.metrics.export;

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

}
