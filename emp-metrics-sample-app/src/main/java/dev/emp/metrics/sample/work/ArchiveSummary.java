package dev.emp.metrics.sample.work;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * What an archive holds.
 *
 * @param entries the number of entries, directories included
 * @param unpackedBytes how large they are when unpacked
 */
record ArchiveSummary(int entries, long unpackedBytes) implements JobResult {

	@Override
	public long size() {
		return this.unpackedBytes;
	}

}
