package dev.emp.metrics.test.kits;

// tag::queue[]
import java.sql.SQLException;

import org.springframework.stereotype.Component;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

@Component
class OrderQueueProbe implements QueueProbe {

	private final OrderStore orders;

	OrderQueueProbe(OrderStore orders) {
		this.orders = orders;
	}

	@Override
	public String queue() {
		return "orders";
	}

	@Override
	public String backend() {
		return "jdbc";
	}

	@Override
	public QueueReading read() throws SQLException {
		return QueueReading.ready(this.orders.countWaiting())
			.with(QueueState.IN_FLIGHT, this.orders.countLocked())
			.oldestAge(this.orders.ageOfOldest());
	}

}
// end::queue[]
