package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Directories of a spool that were left behind by processes which have ended, taken over
 * as far as there is room for them. A directory goes as a whole, to one process.
 */
final class AdoptedDirectories {

	private static final Log logger = LogFactory.getLog(AdoptedDirectories.class);

	private final Path spool;

	private final SpoolFiles files;

	private final String destination;

	private final Predicate<List<StoredBatch>> heir;

	private final Map<Path, Left> adopted = new HashMap<>();

	private final SpoolTrust trust;

	private boolean closed;

	/**
	 * Create it.
	 * @param spool where the directories are
	 * @param files the file system
	 * @param destination the destination whose directories are taken over
	 * @param heir decides whether the batches of a directory without a destination belong
	 * to this service
	 */
	AdoptedDirectories(Path spool, SpoolFiles files, String destination, Predicate<List<StoredBatch>> heir) {
		this.spool = spool;
		this.trust = new SpoolTrust(spool, files);
		this.files = files;
		this.destination = destination;
		this.heir = heir;
	}

	/**
	 * Take over what fits, the oldest first. What does not fit is left to others, or to a
	 * later call.
	 * @param freeBatches how many batches fit
	 * @param freeBytes how many bytes fit
	 * @param empty whether nothing is held, so that one directory is taken even if it
	 * does not fit
	 * @return the batches, those of a directory in the order of their acceptance
	 */
	List<StoredBatch> adopt(int freeBatches, long freeBytes, boolean empty) {
		if (!empty && (freeBatches <= 0 || freeBytes <= 0)) {
			return List.of();
		}
		List<Left> left = new ArrayList<>();
		try {
			for (Path candidate : candidates(this::isForUs)) {
				Left locked = lock(candidate, isNamed(candidate) ? (batches) -> true : this.heir);
				if (locked != null) {
					left.add(locked);
				}
			}
			left.sort(Comparator.comparingLong((directory) -> directory.acceptedAt));
			return take(left, freeBatches, freeBytes, empty);
		}
		finally {
			left.forEach(Left::leave);
		}
	}

	/**
	 * Take over directories that were left behind for any destination, in which nothing
	 * is new enough to be delivered, and delete those in which there is nothing at all.
	 * @param now the time, in milliseconds of the epoch
	 * @param age for how long batches are kept by those who do not say it
	 * @return the batches of those in which all are older
	 */
	List<StoredBatch> adoptExpired(long now, Duration age) {
		List<StoredBatch> expired = new ArrayList<>();
		for (Path candidate : candidates((name) -> true)) {
			long before = now - OwnedDirectory.age(candidate.getFileName().toString(), age).toMillis();
			// looked at without its lock, which may be its heir's to take
			Left locked = isExpired(candidate, before) ? lock(candidate, (batches) -> true) : null;
			if (locked != null && keep(locked)) {
				expired.addAll(locked.batches);
			}
			else if (locked != null) {
				locked.leave();
			}
		}
		return expired;
	}

	private boolean isExpired(Path candidate, long before) {
		AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
		try {
			this.files.list(candidate, (entry) -> {
				BatchName name = BatchName.parse(entry.name());
				return name == null || newest.accumulateAndGet(name.acceptedAt(), Math::max) < before;
			});
		}
		catch (IOException ex) {
			logger.debug("The directory " + candidate + " cannot be read", ex);
			return false;
		}
		return newest.get() < before;
	}

	private boolean isForUs(String name) {
		String other = OwnedDirectory.destination(name);
		return other.equals(DestinationId.NONE) || other.equals(this.destination);
	}

	private static boolean isNamed(Path directory) {
		return !OwnedDirectory.destination(directory.getFileName().toString()).equals(DestinationId.NONE);
	}

	private List<Path> candidates(Predicate<String> wanted) {
		List<Path> candidates = new ArrayList<>();
		try {
			this.trust.check();
			this.files.list(this.spool, (entry) -> {
				if (entry.kind() == SpoolFiles.Kind.DIRECTORY && OwnedDirectory.isName(entry.name())
						&& wanted.test(entry.name())) {
					candidates.add(entry.path());
				}
				return true;
			});
		}
		catch (IOException ex) {
			logger.debug("There is nothing to take over from " + this.spool, ex);
		}
		return candidates;
	}

	private @Nullable Left lock(Path candidate, Predicate<List<StoredBatch>> wanted) {
		OwnedDirectory directory = null;
		try {
			directory = this.trust.covers(candidate) ? OwnedDirectory.takeOver(candidate, this.files) : null;
			List<StoredBatch> batches = (directory != null) ? directory.batches() : List.of();
			if (directory != null && !batches.isEmpty() && wanted.test(batches)) {
				Left locked = new Left(directory, batches);
				directory = null;
				return locked;
			}
		}
		catch (IOException ex) {
			logger.debug("The directory " + candidate + " cannot be taken over", ex);
		}
		finally {
			if (directory != null) {
				directory.release();
			}
		}
		return null;
	}

	private List<StoredBatch> take(List<Left> left, int freeBatches, long freeBytes, boolean empty) {
		List<StoredBatch> taken = new ArrayList<>();
		// what is taken goes out before what is held, so that a life of an instance
		// has to wait for the end of the one before
		Set<String> waiting = instances();
		long bytes = 0;
		for (Iterator<Left> iterator = left.iterator(); iterator.hasNext();) {
			Left next = iterator.next();
			boolean fits = taken.size() + next.batches.size() <= freeBatches && bytes + next.bytes <= freeBytes;
			boolean first = empty && taken.isEmpty();
			if (!waiting.contains(next.instance) && (fits || first) && keep(next)) {
				iterator.remove();
				taken.addAll(next.batches);
				bytes += next.bytes;
			}
			else {
				waiting.add(next.instance);
			}
		}
		return taken;
	}

	private synchronized Set<String> instances() {
		Set<String> instances = new HashSet<>();
		this.adopted.values().forEach((directory) -> instances.add(directory.instance));
		return instances;
	}

	private synchronized boolean keep(Left directory) {
		if (!this.closed) {
			this.adopted.put(directory.directory.path(), directory);
		}
		return !this.closed;
	}

	/**
	 * Let go of the directory whose last batch is done with.
	 * @param batch a batch that is no longer there
	 */
	void deleted(StoredBatch batch) {
		Left directory;
		synchronized (this) {
			directory = this.adopted.get(batch.directory());
			if (directory == null || !directory.batches.remove(batch) || !directory.batches.isEmpty()) {
				return;
			}
			this.adopted.remove(batch.directory());
		}
		directory.directory.release();
	}

	/**
	 * Take over nothing more.
	 * @return the directories of which batches are left
	 */
	synchronized List<OwnedDirectory> close() {
		this.closed = true;
		List<OwnedDirectory> directories = this.adopted.values().stream().map((left) -> left.directory).toList();
		this.adopted.clear();
		return directories;
	}

	/**
	 * A directory that was left behind, locked, with the batches that are still in it.
	 */
	private static final class Left {

		private final OwnedDirectory directory;

		private final String instance;

		private final long acceptedAt;

		private final long bytes;

		private final Set<StoredBatch> batches;

		Left(OwnedDirectory directory, List<StoredBatch> batches) {
			this.directory = directory;
			this.instance = directory.instance();
			this.acceptedAt = batches.get(0).acceptedAt();
			this.bytes = batches.stream().mapToLong(StoredBatch::bytes).sum();
			this.batches = new LinkedHashSet<>(batches);
		}

		private void leave() {
			try {
				this.directory.close();
			}
			catch (IOException ex) {
				logger.debug("The directory " + this.directory.path() + " may stay locked", ex);
			}
		}

	}

}
