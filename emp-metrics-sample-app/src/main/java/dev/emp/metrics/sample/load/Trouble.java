package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.random.RandomGenerator;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

/**
 * Jobs that fail for a real reason. For good: an image or an archive that was cut off, a
 * file that does not exist, a text in another encoding than UTF-8, an archive that is
 * none. Until another attempt: a file that appears later, an image or an archive that is
 * still being written.
 */
final class Trouble {

	private final Inputs inputs;

	private final LateFiles lateFiles;

	private final InstantSource clock;

	private final RandomGenerator random;

	Trouble(Inputs inputs, LateFiles lateFiles, InstantSource clock, RandomGenerator random) {
		this.inputs = inputs;
		this.lateFiles = lateFiles;
		this.clock = clock;
		this.random = random;
	}

	Draft next(Priority priority) throws IOException {
		return switch (this.random.nextInt(8)) {
			case 0 -> cutOffImage(priority);
			case 1 -> missingFile(priority);
			case 2 -> foreignEncoding(priority);
			case 3 -> lateFile(priority);
			case 4 -> growingImage(priority);
			case 5 -> growingArchive(priority);
			case 6 -> cutOffArchive(priority);
			default -> noArchive(priority);
		};
	}

	Draft cutOffImage(Priority priority) throws IOException {
		byte[] image = Files.readAllBytes(Pick.from(this.inputs.images(), this.random));
		byte[] part = Arrays.copyOf(image, this.random.nextInt(image.length / 10, image.length / 2));
		return new Draft(JobType.THUMBNAIL, priority, new BytesInput(part));
	}

	Draft missingFile(Priority priority) {
		Path nowhere = this.inputs.directory().resolve("missing-%d.jar".formatted(this.random.nextInt(1_000_000)));
		return new Draft(JobType.HASH, priority, new FileInput(nowhere));
	}

	Draft foreignEncoding(Priority priority) throws IOException {
		String text = Files.readString(Pick.from(this.inputs.texts(), this.random));
		byte[] latin = text.replace("'", "\u00b4").getBytes(StandardCharsets.ISO_8859_1);
		return new Draft(JobType.INDEX, priority, new BytesInput(latin));
	}

	Draft lateFile(Priority priority) throws IOException {
		Path text = Pick.from(this.inputs.texts(), this.random);
		return new Draft(JobType.INDEX, priority, new FileInput(this.lateFiles.missingUntil(soon(), text)));
	}

	Draft growingImage(Priority priority) throws IOException {
		Path image = Pick.from(this.inputs.images(), this.random);
		return new Draft(JobType.THUMBNAIL, priority, new FileInput(this.lateFiles.halfWrittenUntil(soon(), image)));
	}

	Draft growingArchive(Priority priority) throws IOException {
		Path archive = Pick.from(this.inputs.archives(), this.random);
		return new Draft(JobType.ARCHIVE, priority, new FileInput(this.lateFiles.halfWrittenUntil(soon(), archive)));
	}

	Draft cutOffArchive(Priority priority) throws IOException {
		byte[] archive = Files.readAllBytes(Pick.from(this.inputs.archives(), this.random));
		return new Draft(JobType.ARCHIVE, priority, new BytesInput(Arrays.copyOf(archive, archive.length / 2)));
	}

	Draft noArchive(Priority priority) {
		return new Draft(JobType.ARCHIVE, priority, new FileInput(Pick.from(this.inputs.texts(), this.random)));
	}

	// the second or the third attempt finds it, at the default back-off
	private Instant soon() {
		return this.clock.instant().plusMillis(this.random.nextInt(200, 1200));
	}

}
