package dev.emp.metrics.container;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * Asks a Docker Engine, by four GETs and nothing else: {@code /_ping},
 * {@code /containers/json}, and of each container {@code json} and {@code stats}. Not
 * safe for use by several threads.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
final class DockerEngine {

	/** The newest version whose answers are known to have what is read here. */
	private static final ApiVersion NEWEST = new ApiVersion(1, 51);

	/** One-shot is known from 1.41 on; older engines take two seconds for two samples. */
	private static final String STATS = "/stats?stream=false&one-shot=true";

	private static final int OK = 200;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private final DockerEndpoint endpoint;

	private final HttpExchanges exchanges;

	private final DockerListParser list;

	private final DockerStatsParser stats = new DockerStatsParser();

	private final DockerStateParser states = new DockerStateParser();

	/** Asked for again after any failure: another engine may be there. */
	private @Nullable ApiVersion version;

	DockerEngine(DockerEndpoint endpoint, Duration timeout, boolean withLabels) {
		this.endpoint = endpoint;
		this.exchanges = new HttpExchanges(endpoint, timeout);
		this.list = new DockerListParser(withLabels);
	}

	long deadline() {
		return this.exchanges.deadline();
	}

	/**
	 * List the containers that run.
	 * @param deadline when time is up
	 * @return the containers
	 * @throws IOException if the engine does not say
	 */
	List<ListedContainer> list(long deadline) throws IOException {
		ApiVersion asked = this.version;
		this.version = null;
		if (asked == null) {
			asked = negotiate(deadline);
		}
		List<ListedContainer> all = new ArrayList<>();
		run(get("/v" + asked + "/containers/json", (answer) -> all.addAll(this.list.parse(answer.json()))), deadline);
		this.version = asked;
		return all;
	}

	private ApiVersion negotiate(long deadline) throws IOException {
		List<ApiVersion> answered = new ArrayList<>();
		run(get("/_ping", (answer) -> {
			ApiVersion newest = ApiVersion.parse(answer.apiVersion());
			if (newest == null) {
				throw new MalformedAnswerException("no Api-Version: is it a Docker Engine?");
			}
			answered.add(newest.min(NEWEST));
		}), deadline);
		return answered.get(0);
	}

	/**
	 * Ask for the state and the use of containers, of all at once. Each is told what was
	 * answered, that it is gone, or why there was no answer.
	 * @param containers the containers
	 * @param deadline when time is up
	 * @throws IOException if nothing could be asked
	 */
	void read(List<DockerContainer> containers, long deadline) throws IOException {
		String base = "/v" + Objects.requireNonNull(this.version, "list first") + "/containers/";
		List<HttpExchange> all = new ArrayList<>(2 * containers.size());
		for (DockerContainer container : containers) {
			String path = base + container.id();
			all.add(ask(path + "/json", container, (answer) -> container
				.answered(isRefused(answer) ? DockerState.UNKNOWN : this.states.parse(checked(answer).json()))));
			all.add(ask(path + STATS, container,
					(answer) -> container.answered(this.stats.parse(checked(answer).json()))));
		}
		this.exchanges.run(all, deadline);
		for (int i = 0; i < all.size(); i++) {
			IOException failure = all.get(i).failure();
			if (failure != null) {
				containers.get(i / 2).failed(described(failure, all.get(i)));
			}
		}
	}

	private HttpExchange get(String path, HttpExchange.Handler handler) {
		return new HttpExchange(path, this.endpoint.authority(), (answer) -> handler.answered(checked(answer)));
	}

	private HttpExchange ask(String path, DockerContainer container, HttpExchange.Handler handler) {
		return new HttpExchange(path, this.endpoint.authority(), (answer) -> {
			// it may go between the list and the question, which is no failure
			if (answer.status() == NOT_FOUND) {
				container.gone();
			}
			else {
				handler.answered(answer);
			}
		});
	}

	private void run(HttpExchange exchange, long deadline) throws IOException {
		try {
			this.exchanges.run(exchange, deadline);
		}
		catch (IOException ex) {
			throw described(ex, exchange);
		}
	}

	private DockerException described(IOException ex, HttpExchange exchange) {
		return (ex instanceof DockerException described) ? described
				: new DockerException(exchange + " at " + this.endpoint + ": " + ex.getMessage(), ex);
	}

	private static boolean isRefused(HttpAnswer answer) {
		return answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
	}

	private static HttpAnswer checked(HttpAnswer answer) throws MalformedAnswerException {
		if (answer.status() == OK) {
			return answer;
		}
		String remedy = isRefused(answer) ? ". Let the proxy admit GET of /_ping, /containers/json and "
				+ "/containers/*/stats, with and without a version before them" : "";
		throw new MalformedAnswerException(
				"HTTP status " + answer.status() + ", " + BoundedTags.text(answer.toString().strip()) + remedy);
	}

}
