package dev.emp.metrics.export;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import dev.emp.metrics.InvalidSettingException;

/**
 * What is held until it is delivered.
 *
 * @param directory Directory in which batches are kept until they are delivered, also
 * over a restart; processes may share it. Without it they are kept in memory
 * @param maxSize Most bytes that a process keeps in the directory for one destination.
 * Beyond it the oldest batch is dropped and counted
 * @param maxAge Age at which a batch is dropped and counted, since receivers refuse what
 * is too old
 * @param maxBatches Most batches that are held for one destination. Beyond it the oldest
 * is dropped and counted
 * @param maxMemory Most bytes that are held in memory for one destination, where no
 * directory is set or it cannot be written
 */
record SpoolProperties(@Nullable String directory, @DefaultValue("256MB") DataSize maxSize,
		@DefaultValue("6h") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge, @DefaultValue("10000") int maxBatches,
		@DefaultValue("16MB") DataSize maxMemory) {

	private static final String PREFIX = "emp.metrics.export.spool.";

	/** Holds no push of a usual worker more than a few times. */
	private static final DataSize LEAST = DataSize.ofKilobytes(64);

	SpoolProperties {
		directory = StringUtils.hasText(directory) ? directory.trim() : null;
		check(maxSize, "max-size");
		check(maxMemory, "max-memory");
		check(!maxAge.isNegative() && !maxAge.isZero(), "max-age", maxAge);
		check(maxBatches > 0, "max-batches", maxBatches);
	}

	Limits limits() {
		Duration longest = Duration.ofDays(365);
		return new Limits(this.maxSize.toBytes(), this.maxMemory.toBytes(), this.maxBatches,
				(this.maxAge.compareTo(longest) < 0) ? this.maxAge : longest);
	}

	private static void check(DataSize size, String name) {
		if (size.compareTo(LEAST) < 0) {
			throw new InvalidSettingException("The property " + PREFIX + name, size,
					"is less than " + LEAST.toKilobytes() + "KB",
					"Set it to a size with a unit, such as 16MB, or leave it out. Without a unit it is in bytes.");
		}
	}

	private static void check(boolean valid, String name, Object value) {
		if (!valid) {
			throw new InvalidSettingException("The property " + PREFIX + name, value, "is not above zero",
					"Set it to more than zero, or leave it out.");
		}
	}

}
