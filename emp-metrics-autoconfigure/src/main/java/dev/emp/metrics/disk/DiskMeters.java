package dev.emp.metrics.disk;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of disk space.
 */
enum DiskMeters implements MeterDefinition {

	USAGE(MeterSpec
		.bytes("disk.usage",
				"Space of the file system of a path: used, free for this process, and total. What is reserved for the "
						+ "administrator is neither used nor free")
		.tags(Keys.PATH, Keys.TYPE));

	private final MeterSpec spec;

	DiskMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of disk meters.
	 */
	static final class Keys {

		static final String PATH = "path";

		static final String TYPE = "type";

		private Keys() {
		}

	}

}
