package dev.emp.metrics.test.kits;

/**
 * Tests that a good probe passes its kit.
 */
class ListQueueTests extends ListQueueKit {

	ListQueueTests() {
		super(new ListQueue());
	}

}
