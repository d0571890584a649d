package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Parses the answer to {@code GET /containers/json}. Not safe for use by several threads.
 */
final class DockerListParser {

	private final JsonObject container = new JsonObject().with("Id", JsonValue.text((id) -> this.id = id))
		.with("Names", JsonValue.each(JsonValue.text(this::addName)))
		.with("Image", JsonValue.text((image) -> this.image = image))
		.with("Created", JsonValue.number((created) -> this.created = created))
		.with("HostConfig", new JsonObject().with("NetworkMode", (json) -> this.networkMode = json.text("default")));

	private @Nullable String id;

	private @Nullable String name;

	private @Nullable String image;

	private long created;

	private @Nullable String networkMode;

	private List<String> labels = List.of();

	/**
	 * Create a parser.
	 * @param withLabels whether labels are wanted
	 */
	DockerListParser(boolean withLabels) {
		if (withLabels) {
			this.container.with("Labels", new JsonObject().withOthers(this::addLabel));
		}
	}

	/**
	 * Parse the list.
	 * @param json the list
	 * @return the containers, without those that have no proper identifier
	 * @throws MalformedAnswerException if it is not JSON, or not a list
	 */
	List<ListedContainer> parse(JsonCursor json) throws MalformedAnswerException {
		if (!json.isAt('[')) {
			throw new MalformedAnswerException("no list of containers: is it a Docker Engine?");
		}
		List<ListedContainer> all = new ArrayList<>();
		JsonValue.each((element) -> add(element, all)).take(json);
		return all;
	}

	private void add(JsonCursor json, List<ListedContainer> all) throws MalformedAnswerException {
		this.id = null;
		this.name = null;
		this.image = null;
		this.created = 0;
		this.networkMode = null;
		this.labels = new ArrayList<>();
		this.container.take(json);
		if (this.id != null && ContainerIds.isLong(this.id)) {
			all.add(new ListedContainer(this.id, text(this.name), text(this.image), Math.max(this.created, 0),
					this.labels, ListedContainer.networkOwner(this.networkMode)));
		}
	}

	private void addName(@Nullable String candidate) {
		// a further slash is in names that links of other containers give
		if (candidate != null && (this.name == null || candidate.lastIndexOf('/') == 0)) {
			this.name = candidate.startsWith("/") ? candidate.substring(1) : candidate;
		}
	}

	private void addLabel(JsonCursor json) throws MalformedAnswerException {
		String key = json.key();
		this.labels.add(key + "=" + text(json.text()));
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
