package dev.emp.metrics.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the spool whose lock this process holds: its own, or one it took over
 * from a process that has ended.
 */
final class OwnedDirectory implements Closeable {

	private static final Log logger = LogFactory.getLog(OwnedDirectory.class);

	/**
	 * The instance, chance, and of what is for one destination that and the seconds for
	 * which batches are kept. Earlier versions have less.
	 */
	private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,63})\\.[0-9a-f]{8}"
			+ "(\\.([0-9a-f]{" + DestinationId.LENGTH + "})(\\.([0-9]{1,9})s)?)?");

	private static final String LOCK = "lock";

	private static final int ATTEMPTS = 5;

	private final Path path;

	private final SpoolFiles.Lock lock;

	private final SpoolFiles files;

	private OwnedDirectory(Path path, SpoolFiles.Lock lock, SpoolFiles files) {
		this.path = path;
		this.lock = lock;
		this.files = files;
	}

	/**
	 * A new directory. A process that clears up may remove it before its lock is taken,
	 * hence several attempts.
	 * @param spool where to create it; created as well, if missing
	 * @param instance how the process is called
	 * @param destination where its batches go, or nothing
	 * @param age for how long they are kept
	 * @param files the file system
	 * @return the directory, locked
	 * @throws IOException if it cannot be created or locked
	 */
	static OwnedDirectory create(Path spool, String instance, String destination, Duration age, SpoolFiles files)
			throws IOException {
		String kind = destination.isEmpty() ? "" : "." + destination + "." + age.toSeconds() + "s";
		for (int attempt = 1;; attempt++) {
			Path path = spool.resolve(name(instance) + kind);
			try {
				ensure(spool, files);
				new SpoolTrust(spool, files).check();
				files.createDirectory(path);
				return createLock(spool, path, files);
			}
			catch (NoSuchFileException | FileAlreadyExistsException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * A name that no other directory has.
	 * @param instance how the process is called
	 * @return the name
	 */
	static String name(String instance) {
		String name = instance.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
		return String.format(Locale.ROOT, "%s.%08x",
				name.isEmpty() ? "_" : name.substring(0, Math.min(name.length(), 64)),
				ThreadLocalRandom.current().nextInt());
	}

	private static void ensure(Path directory, SpoolFiles files) throws IOException {
		if (files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.getParent();
		if (parent != null) {
			ensure(parent, files);
		}
		try {
			files.createDirectory(directory);
		}
		catch (FileAlreadyExistsException ex) {
			if (!files.isDirectory(directory)) {
				throw ex;
			}
		}
		forceParent(directory, files);
	}

	private static void forceParent(Path directory, SpoolFiles files) throws IOException {
		// also for a directory that was there: who created it may not have come that far
		Path parent = directory.getParent();
		if (parent != null) {
			files.forceDirectory(parent);
		}
	}

	private static OwnedDirectory createLock(Path spool, Path path, SpoolFiles files) throws IOException {
		OwnedDirectory directory = null;
		boolean durable = false;
		try {
			directory = lock(path, true, files);
			if (directory == null) {
				throw new NoSuchFileException(path.toString());
			}
			files.forceDirectory(spool);
			forceParent(spool, files);
			durable = true;
			return directory;
		}
		finally {
			if (!durable) {
				discard(path.resolve(LOCK), files);
				discard(path, files);
				if (directory != null) {
					directory.close();
				}
			}
		}
	}

	private static @Nullable OwnedDirectory lock(Path path, boolean create, SpoolFiles files) throws IOException {
		SpoolFiles.Lock lock = files.lock(path.resolve(LOCK), create);
		return (lock != null) ? new OwnedDirectory(path, lock, files) : null;
	}

	static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	/**
	 * The destination of all batches of a directory.
	 * @param name the name of the directory
	 * @return the destination, or nothing where the name does not say
	 */
	static String destination(String name) {
		Matcher matcher = NAME.matcher(name);
		return (matcher.matches() && matcher.group(3) != null) ? matcher.group(3) : DestinationId.NONE;
	}

	/**
	 * For how long the process that created a directory keeps batches.
	 * @param name the name of the directory
	 * @param otherwise the time where the name does not say
	 * @return the time
	 */
	static Duration age(String name, Duration otherwise) {
		Matcher matcher = NAME.matcher(name);
		return (matcher.matches() && matcher.group(5) != null) ? Duration.ofSeconds(Long.parseLong(matcher.group(5)))
				: otherwise;
	}

	/**
	 * Take over the directory of a process that has ended.
	 * @param path the directory
	 * @param files the file system
	 * @return the directory, or null if it has an owner or there is nothing in it
	 * @throws IOException if it cannot be read or locked
	 */
	static @Nullable OwnedDirectory takeOver(Path path, SpoolFiles files) throws IOException {
		try {
			return lock(path, false, files);
		}
		catch (NoSuchFileException ex) {
			return takeOverUnlocked(path, files);
		}
	}

	private static @Nullable OwnedDirectory takeOverUnlocked(Path path, SpoolFiles files) throws IOException {
		// a lock is there before the first batch: without one either the owner has not
		// come that far, which an empty directory tells, or somebody deleted it
		AtomicBoolean ours = new AtomicBoolean();
		files.list(path, (entry) -> {
			if (BatchName.parse(entry.name()) != null || BatchName.isTemporary(entry.name())) {
				ours.set(true);
			}
			return !ours.get();
		});
		if (ours.get()) {
			return lock(path, true, files);
		}
		discard(path, files);
		return null;
	}

	Path path() {
		return this.path;
	}

	/**
	 * The process that created it, whose lives have one name and a directory each.
	 * @return the name, as far as that of a directory can have it
	 */
	String instance() {
		Matcher name = NAME.matcher(this.path.getFileName().toString());
		return name.matches() ? name.group(1) : "";
	}

	boolean isInPlace() {
		return this.lock.isInPlace();
	}

	/**
	 * The batches in it, in the order of their acceptance. What a write left behind half
	 * done is deleted, so nobody may be writing.
	 * @return the batches
	 * @throws IOException if the directory cannot be read
	 */
	List<StoredBatch> batches() throws IOException {
		// names begin with the sequence, in digits of equal number
		SortedMap<String, StoredBatch> batches = new TreeMap<>();
		this.files.list(this.path, (entry) -> {
			if (entry.kind() == SpoolFiles.Kind.FILE) {
				collect(entry, batches);
			}
			return true;
		});
		return new ArrayList<>(batches.values());
	}

	private void collect(SpoolFiles.Entry entry, Map<String, StoredBatch> batches) {
		BatchName name = BatchName.parse(entry.name());
		if (name != null) {
			batches.put(name + entry.name(),
					new StoredBatch(entry.path(), name.points(), entry.size(), name.acceptedAt()));
		}
		else if (BatchName.isTemporary(entry.name())) {
			discard(entry.path(), this.files);
		}
	}

	/**
	 * Let go of it for good, and delete it where no batch is left.
	 */
	void release() {
		try (this) {
			if (isEmpty()) {
				this.files.delete(this.path.resolve(LOCK));
				this.files.delete(this.path);
			}
		}
		catch (IOException ex) {
			logger.debug("The directory " + this.path + " is left as it is", ex);
		}
	}

	private boolean isEmpty() throws IOException {
		Map<String, StoredBatch> first = new HashMap<>();
		this.files.list(this.path, (entry) -> {
			collect(entry, first);
			return first.isEmpty();
		});
		return first.isEmpty();
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

	private static void discard(Path path, SpoolFiles files) {
		try {
			files.delete(path);
		}
		catch (IOException ex) {
			logger.debug("The file " + path + " is left as it is", ex);
		}
	}

}
