package dev.emp.metrics.test.kits;

/**
 * Tests that a good probe passes its kit.
 */
class PermitPoolTests extends PermitPoolKit {

	PermitPoolTests() {
		super(new PermitPool());
	}

}
