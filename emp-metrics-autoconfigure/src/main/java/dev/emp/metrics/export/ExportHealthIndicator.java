package dev.emp.metrics.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import dev.emp.metrics.support.Destination;

/**
 * Says how the delivery goes. It stays UP while the receiver is away, since a worker that
 * is restarted or taken out of service for it would cost more than late metrics.
 *
 * @param status how the delivery goes
 * @param reason why nothing is delivered, as long as nothing was pushed, or null
 * @param downAfter how long it must have failed to be DOWN, or null for never
 * @param hidesPath whether to show nothing of the path of the address
 */
record ExportHealthIndicator(DeliveryStatus status, @Nullable String reason, @Nullable Duration downAfter,
		boolean hidesPath) implements HealthIndicator {

	/**
	 * Make the indicator of whatever there is: a member of a group that is missing would
	 * stop the start of an application whose export is switched off.
	 * @param status how the delivery goes, or null where this library does not deliver
	 * @param destinations where metrics go
	 * @param downAfter how long it must have failed to be DOWN, or null for never
	 * @param hidesPath whether to show nothing of the path of the address
	 * @return an indicator, which is UNKNOWN and says why where nothing is delivered
	 */
	static HealthIndicator of(@Nullable DeliveryStatus status, Stream<Destination> destinations,
			@Nullable Duration downAfter, boolean hidesPath) {
		String reason = destinations.filter((destination) -> destination.name().equals(OtlpDestination.NAME))
			.filter((destination) -> destination.every().isEmpty())
			.map(Destination::target)
			.findFirst()
			.orElse((status != null) ? null : "another sender than that of emp-metrics delivers");
		return (status != null) ? new ExportHealthIndicator(status, reason, downAfter, hidesPath)
				: () -> unknown(String.valueOf(reason));
	}

	static Health unknown(String reason) {
		return Health.unknown().withDetail("reason", reason).build();
	}

	@Override
	public Health health() {
		DeliveryStatus.Picture picture = this.status.picture();
		// a registry of the application's own may push where no setting says so
		if (this.reason != null && picture.address() == null) {
			return unknown(this.reason);
		}
		Health.Builder health = isDown(picture) ? Health.down() : Health.up();
		return health.withDetails(details(picture, this.status.held())).build();
	}

	private boolean isDown(DeliveryStatus.Picture picture) {
		return this.downAfter != null && !picture.failingFor().isZero()
				&& picture.failingFor().compareTo(this.downAfter) >= 0;
	}

	private Map<String, Object> details(DeliveryStatus.Picture picture, Held held) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", picture.state().text());
		details.put("since", picture.since().toString());
		put(details, "address",
				(picture.address() != null) ? OtlpUrl.of(picture.address(), this.hidesPath).shown() : null);
		put(details, "lastDelivery", picture.lastDelivery());
		put(details, "lastReason", picture.reason());
		if (picture.state().isFailing()) {
			details.put("failures", picture.failures());
			details.put("lostPoints", picture.lostPoints());
		}
		details.put("heldPoints", held.points());
		details.put("heldBytes", held.bytes());
		details.put("heldBatches", held.batches());
		details.put("oldestAgeSeconds", Math.round(held.oldestAgeSeconds()));
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value.toString());
		}
	}

}
