package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobInput;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

/**
 * Which jobs arrive: mostly sound ones, of each type, priority and size, and some in
 * trouble.
 */
final class JobMix {

	private static final List<JobType> OTHERS = List.of(JobType.HASH, JobType.WORDS, JobType.COMPRESS, JobType.ARCHIVE);

	private final Inputs inputs;

	private final Trouble trouble;

	private final double troubleShare;

	private final RandomGenerator random;

	JobMix(Inputs inputs, Trouble trouble, double troubleShare, RandomGenerator random) {
		this.inputs = inputs;
		this.trouble = trouble;
		this.troubleShare = troubleShare;
		this.random = random;
	}

	Draft next() throws IOException {
		if (this.random.nextDouble() < this.troubleShare) {
			return this.trouble.next(priority());
		}
		JobType type = type();
		return new Draft(type, priority(), input(type));
	}

	/**
	 * A job of the kind that floods the queue: nobody waits for it, and it is not small.
	 * @return the job
	 */
	Draft bulky() {
		return new Draft(JobType.THUMBNAIL, Priority.LOW, file(this.inputs.images()));
	}

	private JobType type() {
		int percent = this.random.nextInt(100);
		if (percent < 35) {
			return JobType.THUMBNAIL;
		}
		if (percent < 60) {
			return JobType.INDEX;
		}
		return Pick.from(OTHERS, this.random);
	}

	private Priority priority() {
		int percent = this.random.nextInt(100);
		if (percent < 15) {
			return Priority.HIGH;
		}
		return (percent < 75) ? Priority.NORMAL : Priority.LOW;
	}

	private JobInput input(JobType type) throws IOException {
		return switch (type) {
			case THUMBNAIL -> file(this.inputs.images());
			case INDEX -> excerpt(Pick.from(this.inputs.texts(), this.random));
			case WORDS -> file(this.inputs.texts());
			case COMPRESS -> file(this.inputs.binaries());
			case ARCHIVE -> file(this.inputs.archives());
			case HASH -> binary();
		};
	}

	private JobInput file(List<Path> files) {
		return new FileInput(Pick.from(files, this.random));
	}

	private JobInput binary() {
		return (this.random.nextInt(20) == 0) ? new FileInput(RuntimeFiles.modules()) : file(this.inputs.binaries());
	}

	// the texts are ASCII, so that a cut anywhere leaves valid UTF-8
	private JobInput excerpt(Path text) throws IOException {
		byte[] bytes = Files.readAllBytes(text);
		int from = this.random.nextInt(bytes.length / 2);
		int to = this.random.nextInt(from + 1024, bytes.length);
		return new BytesInput(Arrays.copyOfRange(bytes, from, to));
	}

}
