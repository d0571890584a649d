package dev.emp.metrics.export;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import dev.emp.metrics.export.Answer.Kind;
import dev.emp.metrics.support.Destination;

/**
 * Endpoint that sends one test point to where metrics go, past all that waits, and says
 * in words what came of it.
 */
@Endpoint(id = "empexport")
final class ExportEndpoint {

	private final Supplier<? extends @Nullable Transport> transport;

	private final Supplier<List<OtlpConfig>> configs;

	private final Supplier<Destination> destination;

	private final Clock clock;

	private final boolean hidesPath;

	/**
	 * Send as the export does.
	 * @param transport sends, or null where a sender of the application's own does
	 * @param configs what the registries are told
	 * @param destination tells why nothing is sent
	 * @param clock gives the time of the test point
	 * @param hidesPath whether to show nothing of the path
	 */
	ExportEndpoint(Supplier<? extends @Nullable Transport> transport, Supplier<List<OtlpConfig>> configs,
			Supplier<Destination> destination, Clock clock, boolean hidesPath) {
		this.transport = transport;
		this.configs = configs;
		this.destination = destination;
		this.clock = clock;
		this.hidesPath = hidesPath;
	}

	/**
	 * Send a test point.
	 * @return what came of it
	 */
	@WriteOperation
	ExportReply send() {
		List<OtlpConfig> enabled = this.configs.get().stream().filter(OtlpConfig::enabled).toList();
		if (enabled.isEmpty()) {
			return ExportReply.unsent("Nothing is exported: " + this.destination.get().target() + ".");
		}
		Transport sender = this.transport.get();
		if (sender == null) {
			return ExportReply.unsent("No test point was sent, since a sender of the application's own exports.");
		}
		try {
			List<ExportReply> replies = new ArrayList<>();
			for (OtlpConfig otlp : enabled) {
				replies.add(send(otlp, sender));
			}
			return replies.stream().reduce(ExportReply::and).orElseThrow();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ExportReply.unsent("No answer was waited for, since the application ends.");
		}
	}

	private ExportReply send(OtlpConfig otlp, Transport sender) throws InterruptedException {
		Payload payload = TestPoint.payload(otlp.resourceAttributes(), this.clock.instant(),
				otlp.compressionMode() == CompressionMode.GZIP);
		long start = System.nanoTime();
		Answer answer = sender.send(payload, new Target(otlp.url(), otlp.headers()));
		return new ExportReply(answer.kind() == Kind.DELIVERED && answer.rejected() == 0 && isOtlp(answer),
				OtlpUrl.of(otlp.url(), this.hidesPath).shown(), answer.message(),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
	}

	private static boolean isOtlp(Answer answer) {
		return !answer.reason().equals(Answers.NO_OTLP);
	}

}
