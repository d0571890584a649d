package dev.emp.metrics.export;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * A transport of a test that answers as it is told, and then that all is well.
 */
final class ScriptedTransport implements Transport {

	static final Function<Payload, Answer> HANG = (payload) -> {
		throw new Hanging();
	};

	private final Queue<Function<Payload, Answer>> script = new ConcurrentLinkedQueue<>();

	private final List<Sent> sent = new CopyOnWriteArrayList<>();

	private volatile Function<Payload, Answer> otherwise = (payload) -> ok();

	@Override
	public Answer send(Payload payload, Target target) throws InterruptedException {
		this.sent.add(new Sent(payload, target, System.nanoTime()));
		Function<Payload, Answer> next = this.script.poll();
		try {
			return ((next != null) ? next : this.otherwise).apply(payload);
		}
		catch (Hanging hanging) {
			new CountDownLatch(1).await();
			throw hanging;
		}
	}

	ScriptedTransport answers(Answer... answers) {
		for (Answer answer : answers) {
			this.script.add((payload) -> answer);
		}
		return this;
	}

	ScriptedTransport otherwise(Function<Payload, Answer> otherwise) {
		this.otherwise = otherwise;
		return this;
	}

	List<Sent> sent() {
		return this.sent;
	}

	List<Integer> sentPoints() {
		return this.sent.stream().map((each) -> each.payload().points()).toList();
	}

	static Answer ok() {
		return Answer.of(Answer.Kind.DELIVERED, "none", "");
	}

	static Answer retry() {
		return Answer.of(Answer.Kind.RETRY, "http_503", "it answered with status 503.");
	}

	static Answer refused() {
		return Answer.of(Answer.Kind.REFUSED, "http_400", "it answered with status 400.");
	}

	static Answer unauthorized() {
		return Answer.of(Answer.Kind.UNAUTHORIZED, "http_401", "it answered with status 401.");
	}

	static Answer tooLarge() {
		return Answer.of(Answer.Kind.TOO_LARGE, "http_413", "it answered with status 413.");
	}

	/**
	 * An attempt.
	 *
	 * @param payload what was sent
	 * @param target where to
	 * @param at when, on the monotonic clock
	 */
	record Sent(Payload payload, Target target, long at) {
	}

	/**
	 * The receiver never answers.
	 */
	private static final class Hanging extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
