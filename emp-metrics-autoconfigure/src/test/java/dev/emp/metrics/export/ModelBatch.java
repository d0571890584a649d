package dev.emp.metrics.export;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A batch of the {@link SpoolModel}, and what may have become of it.
 */
final class ModelBatch {

	final Payload payload;

	/** Where it lies, as far as is known. */
	@Nullable StoredBatch stored;

	/** Whether it must be there: its write returned and it was not deleted. */
	boolean promised;

	/** Whether something failed when it could have been whole on the disk. */
	boolean mayComeBack;

	/** After how many losses of power it was deleted, which the next one may undo. */
	int deletedAfter = Integer.MAX_VALUE;

	ModelBatch(Payload payload) {
		this.payload = payload;
	}

	int number() {
		return ByteBuffer.wrap(this.payload.bytes()).getInt();
	}

	StoredBatch stored() {
		return Objects.requireNonNull(this.stored);
	}

	boolean isIn(Path directory) {
		return directory.equals(stored().directory());
	}

	boolean forget() {
		this.promised = false;
		this.stored = null;
		return true;
	}

}
