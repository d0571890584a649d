package dev.emp.metrics.container;

import java.util.List;
import java.util.function.Predicate;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.GrownSum;

/**
 * Adds up what the devices or interfaces of one container count. Not safe for use by
 * several threads.
 */
final class IoSum {

	private final GrownSum in;

	private final GrownSum out;

	/**
	 * Create the sums.
	 * @param mostPerSecond how many bytes each device or interface can count in a second
	 */
	IoSum(double mostPerSecond) {
		this.in = new GrownSum(mostPerSecond);
		this.out = new GrownSum(mostPerSecond);
	}

	/**
	 * Take what is known at a look.
	 * @param all what each counted
	 * @param counts which devices or interfaces count
	 * @return the sums
	 */
	Io next(List<Counted> all, Predicate<String> counts) {
		for (Counted each : all) {
			if (counts.test(each.thing())) {
				add(each.thing(), each.in(), each.out());
			}
		}
		return next();
	}

	void add(Object thing, double in, double out) {
		addKnown(this.in, thing, in);
		addKnown(this.out, thing, out);
	}

	private static void addKnown(GrownSum sum, Object thing, double count) {
		if (!Double.isNaN(count)) {
			sum.add(thing, count);
		}
	}

	Io next() {
		return new Io(this.in.next(), this.out.next());
	}

}
