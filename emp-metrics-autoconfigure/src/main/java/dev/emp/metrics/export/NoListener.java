package dev.emp.metrics.export;

/**
 * Hears nothing, where there is nobody to count for.
 */
final class NoListener implements DeliveryListener {

	@Override
	public void points(Result result, String reason, long points) {
	}

	@Override
	public void retried(String reason) {
	}

	@Override
	public void accepted(int bytes) {
	}

}
