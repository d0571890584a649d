package dev.emp.metrics.export;

/**
 * Hears what becomes of batches. Called by the threads that publish and deliver, not
 * under the lock that guards what is held, though others that publish may wait for the
 * one that calls; does not wait and does not throw.
 */
interface DeliveryListener {

	/**
	 * Data points came to a result.
	 * @param result what became of them
	 * @param reason a short word from a small set, such as {@code pushed} or {@code none}
	 * @param points how many
	 */
	void points(Result result, String reason, long points);

	/**
	 * A batch will be sent again.
	 * @param reason why it was not delivered, such as {@code http_503}
	 */
	void retried(String reason);

	/**
	 * A registry pushed a batch.
	 * @param bytes the size of the body as it is sent
	 */
	void accepted(int bytes);

}
