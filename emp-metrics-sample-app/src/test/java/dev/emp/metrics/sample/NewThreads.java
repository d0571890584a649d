package dev.emp.metrics.sample;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads of the application that a test has started. Those of the contexts that
 * other tests leave open are there before.
 */
public final class NewThreads {

	private final Set<Thread> before = threads();

	public Set<Thread> alive() {
		Set<Thread> threads = threads();
		threads.removeAll(this.before);
		return threads;
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> Stream.of("worker-", "load-driver", "compress").anyMatch(thread.getName()::startsWith))
			.collect(Collectors.toCollection(HashSet::new));
	}

}
