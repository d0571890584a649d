package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What must be true of a spool, kept in memory beside two processes that use one on a
 * {@link FaultyDisk}.
 */
final class SpoolModel {

	private static final Path SPOOL = Path.of("/data/spool").toAbsolutePath();

	private static final Set<String> FAULTS_WITH_WHOLE_FILE = Set.of("move", "forceDirectory");

	private static final long HOUR = Duration.ofHours(1).toMillis();

	private final Random random;

	private final FaultyDisk disk;

	private final List<ModelBatch> batches = new ArrayList<>();

	private final Life[] processes = new Life[2];

	private long now = 1_700_000_000_000L;

	private int lives;

	private int powerLosses;

	private int restored;

	private int failed;

	SpoolModel(Random random) {
		this.random = random;
		this.disk = new FaultyDisk(random);
		start(0);
		start(1);
	}

	private void start(int index) {
		this.processes[index] = new Life();
	}

	/**
	 * Do something by chance, and see that it does what it must.
	 */
	void step() throws IOException {
		int index = this.random.nextInt(this.processes.length);
		Life process = this.processes[index];
		process.files.faultsPerThousand((this.random.nextInt(4) == 0) ? 150 : 0);
		try {
			act(process, this.random.nextInt(1000));
		}
		catch (FaultyFiles.Killed ex) {
			assertThat(process.files.isKilled()).isTrue();
		}
		if (this.processes[index].files.isKilled()) {
			start(index);
		}
	}

	private void act(Life process, int chance) throws IOException {
		if (chance < 500) {
			write(process);
		}
		else if (chance < 600) {
			read(process);
		}
		else if (chance < 880) {
			delete(process);
		}
		else if (chance < 930) {
			adopt(process);
		}
		else if (chance < 950) {
			process.spool.close();
			process.files.kill();
		}
		else if (chance < 965) {
			process.files.kill();
		}
		else if (chance < 985) {
			process.files.killWithin(30);
		}
		else if (chance < 992) {
			vanish(process);
		}
		else {
			losePower();
		}
	}

	private void write(Life process) {
		this.now += this.random.nextInt(1000);
		if (this.random.nextInt(100) == 0) {
			this.now += (this.random.nextBoolean() ? HOUR : -HOUR);
		}
		ModelBatch batch = new ModelBatch(payload(this.batches.size()));
		this.batches.add(batch);
		process.files.faults();
		try {
			batch.stored = process.spool.write(batch.payload);
			batch.promised = true;
			process.held.add(batch);
		}
		catch (IOException ex) {
			this.failed++;
		}
		finally {
			Set<String> faults = process.files.faults();
			batch.mayComeBack = faults.stream().limit(1).anyMatch(FAULTS_WITH_WHOLE_FILE::contains);
			assertThat(batch.stored != null || !faults.isEmpty()).as("fails for a reason alone").isTrue();
		}
	}

	private Payload payload(int number) {
		byte[] bytes = new byte[4 + this.random.nextInt(60)];
		this.random.nextBytes(bytes);
		ByteBuffer.wrap(bytes).putInt(number);
		return new Payload(bytes, this.random.nextBoolean(), this.random.nextInt(5000), this.now);
	}

	private void read(Life process) {
		if (!process.held.isEmpty()) {
			ModelBatch batch = process.held.get(this.random.nextInt(process.held.size()));
			process.files.faults();
			try {
				SpoolFileTests.assertSame(process.spool.read(batch.stored()), batch.payload);
			}
			catch (CorruptBatchException ex) {
				assertThat(ex.reason()).isEqualTo("unreadable");
				assertThat(process.files.faults()).isNotEmpty();
			}
		}
	}

	private void delete(Life process) {
		if (process.held.isEmpty()) {
			return;
		}
		ModelBatch batch = process.held.remove((this.random.nextInt(10) == 0) ? process.held.size() - 1 : 0);
		StoredBatch stored = batch.stored();
		batch.forget();
		process.files.faults();
		// until it is known that nothing went wrong
		batch.mayComeBack = true;
		process.spool.delete(stored);
		batch.mayComeBack = !process.files.faults().isEmpty();
		batch.deletedAfter = this.powerLosses;
	}

	private void vanish(Life process) throws IOException {
		for (ModelBatch batch : List.copyOf(process.held)) {
			if (batch.stored != null && this.random.nextInt(10) == 0) {
				Path directory = batch.stored.directory();
				this.disk.vanish(directory);
				process.held.removeIf((other) -> other.isIn(directory) && other.forget());
			}
		}
	}

	private void losePower() {
		for (Life process : this.processes) {
			process.files.kill();
		}
		this.disk.losePower();
		this.powerLosses++;
		start(0);
		start(1);
		adopt(this.processes[0]);
		assertNothingIsLost();
	}

	private void adopt(Life process) {
		process.files.faults();
		Map<Path, Integer> last = new HashMap<>();
		List<StoredBatch> adopted = DiskSpoolTests.adopt(process.spool);
		boolean faultless = process.files.faults().isEmpty();
		process.files.faultsPerThousand(0);
		List<ModelBatch> found = new ArrayList<>();
		for (StoredBatch stored : adopted) {
			ModelBatch batch = identify(process, stored);
			Path directory = stored.directory();
			assertThat(batch.number()).as("order within a directory").isGreaterThan(last.getOrDefault(directory, -1));
			last.put(directory, batch.number());
			found.add(batch);
		}
		assertThat(starts(adopted)).as("order of directories").isSorted();
		process.held.addAll(found);
		this.restored += found.size();
		if (faultless) {
			assertNothingIsLost();
		}
	}

	private static List<Long> starts(List<StoredBatch> adopted) {
		Set<Path> seen = new HashSet<>();
		List<Long> starts = new ArrayList<>();
		Path previous = null;
		for (StoredBatch stored : adopted) {
			Path directory = stored.directory();
			if (!directory.equals(previous)) {
				assertThat(seen.add(directory)).as("a directory in one piece").isTrue();
				starts.add(stored.acceptedAt());
			}
			previous = directory;
		}
		return starts;
	}

	private ModelBatch identify(Life process, StoredBatch stored) {
		try {
			Payload payload = process.spool.read(stored);
			ModelBatch batch = this.batches.get(ByteBuffer.wrap(payload.bytes()).getInt());
			SpoolFileTests.assertSame(payload, batch.payload);
			boolean expected = batch.stored != null || batch.mayComeBack || batch.deletedAfter < this.powerLosses;
			assertThat(expected).as("batch %d may be there", batch.number()).isTrue();
			for (Life other : this.processes) {
				assertThat(other.held.contains(batch)).as("batch %d is held already", batch.number()).isFalse();
			}
			batch.stored = stored;
			return batch;
		}
		catch (CorruptBatchException ex) {
			return fail("A batch that is half written is visible", ex);
		}
	}

	private void assertNothingIsLost() {
		Set<ModelBatch> held = new HashSet<>();
		for (Life process : this.processes) {
			if (!process.files.isKilled()) {
				held.addAll(process.held);
			}
		}
		assertThat(this.batches.stream()
			.filter((batch) -> batch.promised && !held.contains(batch))
			.map(ModelBatch::number)
			.toList()).as("batches that were lost").isEmpty();
	}

	/**
	 * End everything and see that nothing remains but what must.
	 */
	void finish() {
		for (int i = 0; i < this.processes.length; i++) {
			this.processes[i].files.kill();
			start(i);
		}
		adopt(this.processes[0]);
		while (!this.processes[0].held.isEmpty()) {
			delete(this.processes[0]);
		}
		this.processes[0].spool.close();
		if (this.disk.find(SPOOL) instanceof FaultyDisk.Directory directory) {
			assertThat(directory.names()).isEmpty();
		}
		// a test that meets no trouble shows nothing
		assertThat(this.powerLosses).isPositive();
		assertThat(this.restored).isPositive();
		assertThat(this.failed).isPositive();
	}

	/**
	 * A process that uses the spool.
	 */
	private final class Life {

		private final FaultyFiles files = new FaultyFiles(SpoolModel.this.disk);

		// lives of one instance wait for each other
		private final DiskSpool spool = new DiskSpool(SPOOL, "worker-" + SpoolModel.this.lives++, this.files);

		private final List<ModelBatch> held = new ArrayList<>();

	}

}
