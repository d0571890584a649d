package dev.emp.metrics.container;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * Parses the answer to {@code GET /containers/ID/json}. Not safe for use by several
 * threads.
 */
final class DockerStateParser {

	/** Podman says of them that they received and transmitted nothing. */
	private static final Set<String> WITHOUT_NETWORK = Set.of("host", "none");

	private final JsonObject container = new JsonObject()
		.with("RestartCount", JsonValue.number((count) -> this.restarts = count))
		.with("State",
				new JsonObject().with("Running", (json) -> this.running = json.isTrue())
					.with("StartedAt", JsonValue.text((moment) -> this.startedAt = moment)))
		.with("HostConfig", new JsonObject().with("Memory", JsonValue.number((bytes) -> this.memory = bytes))
			.with("NetworkMode", (json) -> this.networkMode = json.text("default")));

	private long restarts;

	private boolean running;

	private @Nullable String startedAt;

	private long memory;

	private @Nullable String networkMode;

	DockerState parse(JsonCursor json) throws MalformedAnswerException {
		if (!json.isAt('{')) {
			throw new MalformedAnswerException("no state of a container: is it a Docker Engine?");
		}
		this.restarts = -1;
		this.running = false;
		this.startedAt = null;
		this.memory = -1;
		this.networkMode = null;
		this.container.take(json);
		double started = this.running ? DockerTime.seconds(this.startedAt) : Double.NaN;
		return new DockerState(KernelText.orUnknown(this.restarts), started, this.memory > 0,
				ListedContainer.networkOwner(this.networkMode),
				this.networkMode == null || !WITHOUT_NETWORK.contains(this.networkMode));
	}

}
