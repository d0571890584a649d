package dev.emp.metrics.test.kits;

// tag::kit[]
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.test.AbstractQueueProbeTests;

class OrderQueueProbeTests extends AbstractQueueProbeTests {

	private final OrderStore orders = new OrderStore();

	private final QueueProbe probe = new OrderQueueProbe(this.orders);

	@Override
	protected QueueProbe probe() {
		return this.probe;
	}

	@Override
	protected void enqueue(int jobs) {
		for (int i = 0; i < jobs; i++) {
			this.orders.insert();
		}
	}

	@Override
	protected void takeAll() {
		this.orders.deleteAll();
	}

	@Override
	protected void breakConnection() {
		this.orders.disconnect();
	}

}
// end::kit[]
