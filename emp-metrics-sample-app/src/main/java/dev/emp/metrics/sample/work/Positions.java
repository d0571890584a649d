package dev.emp.metrics.sample.work;

import java.util.Arrays;

/**
 * Where a term occurs in a text: its posting list.
 */
final class Positions {

	private int[] offsets = new int[2];

	private int count;

	void add(int offset) {
		if (this.count == this.offsets.length) {
			this.offsets = Arrays.copyOf(this.offsets, this.count * 2);
		}
		this.offsets[this.count++] = offset;
	}

	int count() {
		return this.count;
	}

	int first() {
		return this.offsets[0];
	}

}
