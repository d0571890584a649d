package dev.emp.metrics.test.kits;

// tag::store[]
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import org.springframework.stereotype.Repository;

@Repository
class OrderStore {

	private final Deque<Instant> waiting = new ArrayDeque<>();

	private boolean connected = true;

	synchronized void insert() {
		this.waiting.add(Instant.now());
	}

	synchronized void deleteAll() {
		this.waiting.clear();
	}

	synchronized void disconnect() {
		this.connected = false;
	}

	synchronized long countWaiting() throws SQLException {
		requireConnection();
		return this.waiting.size();
	}

	synchronized long countLocked() throws SQLException {
		requireConnection();
		return 0;
	}

	synchronized Duration ageOfOldest() throws SQLException {
		requireConnection();
		return this.waiting.isEmpty() ? Duration.ZERO : Duration.between(this.waiting.element(), Instant.now());
	}

	private void requireConnection() throws SQLException {
		if (!this.connected) {
			throw new SQLException("connection refused");
		}
	}

}
// end::store[]
