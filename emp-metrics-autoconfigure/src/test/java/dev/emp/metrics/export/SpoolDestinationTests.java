package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MockClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of who takes over what was left for which destination.
 */
class SpoolDestinationTests {

	private static final String PROD = "0123456789abcdef";

	private static final String STAGING = "fedcba9876543210";

	private final FaultyReceiver receiver = FaultyReceiver.start();

	private final List<DiskSpool> spools = new ArrayList<>();

	@TempDir
	Path root;

	@AfterEach
	void close() {
		this.spools.forEach(DiskSpool::close);
		this.receiver.stop();
	}

	@Test
	void theNameOfADirectoryTellsItsDestination() throws Exception {
		String name = leave(PROD, 1).directory().getFileName().toString();
		assertThat(name).matches("some\\.worker\\.[0-9a-f]{8}\\." + PROD + "\\.21600s");
		assertThat(OwnedDirectory.destination(name)).isEqualTo(PROD);
		assertThat(OwnedDirectory.age(name, Duration.ZERO)).hasHours(6);
		String earlier = "some.0123456789abcdef.12345678";
		assertThat(OwnedDirectory.destination(earlier)).isEmpty();
		assertThat(OwnedDirectory.age(earlier, Duration.ofHours(1))).hasHours(1);
	}

	@Test
	void takesOverWhatWasMeantForItsDestinationAlone() throws Exception {
		StoredBatch prod = leave(PROD, 1);
		StoredBatch staging = leave(STAGING, 2);
		assertThat(DiskSpoolTests.adopt(spool(STAGING))).containsExactly(staging);
		assertThat(DiskSpoolTests.adopt(spool(STAGING))).isEmpty();
		assertThat(DiskSpoolTests.adopt(spool(DestinationId.NONE))).isEmpty();
		assertThat(DiskSpoolTests.adopt(spool(PROD))).containsExactly(prod);
	}

	@Test
	void whatNobodyTookOverInTimeIsDroppedAndCounted() throws Exception {
		MockClock clock = new MockClock();
		Path left = leave(PROD, new Payload(new byte[7], false, 3, clock.wallTime())).directory();
		DeliveryLog log = new DeliveryLog(clock);
		DeliveryQueue queue = new DeliveryQueue(new Limits(1 << 20, 1 << 20, 100, Duration.ofHours(1)),
				new Storage(spool(STAGING), log), new NoListener(), log, clock);
		clock.add(Duration.ofHours(6));
		queue.restore();
		assertThat(queue.totals()).isEqualTo(Totals.NONE);
		clock.add(Duration.ofMillis(1));
		assertThat(queue.restore()).as("there is nothing to send").isFalse();
		assertThat(queue.totals())
			.isEqualTo(new Totals(Map.of("restored", 3L), 0, Map.of("unclaimed", 3L), 0, Map.of(), 0));
		assertThat(left).doesNotExist();
		assertThat(log.picture(null).state()).as("of this destination").isEqualTo(DeliveryStatus.State.IDLE);
	}

	@Test
	void whatOfItsOwnIsTooOldHoldsUpNothingNewer() throws Exception {
		MockClock clock = new MockClock();
		leave(PROD, new Payload(new byte[7], false, 3, clock.wallTime()));
		clock.add(Duration.ofHours(7));
		leave(PROD, new Payload(new byte[7], false, 4, clock.wallTime()));
		DeliveryLog log = new DeliveryLog(clock);
		DeliveryQueue queue = new DeliveryQueue(new Limits(1 << 20, 1 << 20, 100, Duration.ofHours(6)),
				new Storage(spool(PROD), log), new NoListener(), log, clock);
		assertThat(queue.restore()).isTrue();
		assertThat(queue.totals())
			.isEqualTo(new Totals(Map.of("restored", 7L), 0, Map.of("expired", 3L), 0, Map.of(), 4));
	}

	@Test
	void whatIsNotYetTooOldWaitsAsAWhole() throws Exception {
		long age = Duration.ofHours(6).toMillis();
		try (DiskSpool dead = spool(PROD)) {
			dead.write(new Payload(new byte[7], false, 1, 1000));
			dead.write(new Payload(new byte[7], false, 1, 3000));
		}
		assertThat(spool(STAGING).adoptExpired(age + 3000, Duration.ZERO)).isEmpty();
		assertThat(spool(STAGING).adoptExpired(age + 3001, Duration.ZERO)).hasSize(2);
	}

	@Test
	void whatALivingProcessHoldsIsItsOwn() throws Exception {
		DiskSpool living = spool(PROD);
		living.write(DiskSpoolTests.payload(1));
		assertThat(spool(STAGING).adoptExpired(Long.MAX_VALUE, Duration.ZERO)).isEmpty();
	}

	@Test
	void clearsUpDirectoriesForAnyDestinationInWhichNothingIsLeft() throws Exception {
		Path left = leave(PROD, 1).directory();
		Files.move(left.resolve("lock"), this.root.resolve("lock"));
		DiskSpoolTests.entries(left).forEach((name) -> left.resolve(name).toFile().delete());
		Files.move(this.root.resolve("lock"), left.resolve("lock"));
		assertThat(spool(STAGING).adoptExpired(0, Duration.ZERO)).isEmpty();
		assertThat(left).doesNotExist();
	}

	@Test
	void anHeirSendsToItsOwnDatasetWhatWasMeantForIt() throws Exception {
		this.receiver.answersOtherwise(Fault.status(503));
		dash0("prod", "token-1").run().close();
		this.receiver.answersOtherwise(Fault.ok());
		dash0("staging", "token-2").run().close();
		assertThat(this.receiver.stored()).as("its own last push").hasSize(1);
		int before = this.receiver.requests().size();
		runUntil(dash0("prod", "token-3"), () -> this.receiver.stored().size() == 2);
		assertThat(this.receiver.requests().subList(before, before + 1)).allSatisfy((request) -> {
			assertThat(request.headers()).containsEntry("dash0-dataset", "prod");
			assertThat(request.headers()).containsEntry("authorization", "Bearer token-3");
		});
	}

	@Test
	void whatAnEarlierVersionLeftGoesToTheSameServiceAlone() throws Exception {
		try (DiskSpool earlier = new DiskSpool(this.root, "host-0123", new NioSpoolFiles())) {
			earlier.write(TestPoint.payload(Map.of("service.name", "billing"), Instant.now(), true));
		}
		dash0("prod", "token-1").with("spring.application.name=shipping").run().close();
		assertThat(storedTestPoints()).isZero();
		runUntil(dash0("prod", "token-1").with("spring.application.name=billing"), () -> storedTestPoints() == 1);
	}

	@Test
	void whatWasHeldForNoAddressGoesOutOnceThereIsOne() {
		String url = "management.otlp.metrics.export.url=";
		application().with(url + "localhost:" + this.receiver.port()).run().close();
		runUntil(application().with(url + this.receiver.url()), () -> this.receiver.stored().size() == 1);
	}

	private static void runUntil(ExportApplication application, Callable<Boolean> condition) {
		try (ConfigurableApplicationContext context = application.run()) {
			Awaitility.await().until(condition);
			assertThat(context.isActive()).as("before its own last push").isTrue();
		}
	}

	private long storedTestPoints() {
		return this.receiver.stored()
			.stream()
			.filter((stored) -> stored.pointsPerMetric().containsKey(TestPoint.NAME))
			.count();
	}

	private ExportApplication dash0(String dataset, String token) {
		return application().with("DASH0_METRICS_ENDPOINT=" + this.receiver.url(), "DASH0_API_TOKEN=" + token,
				"DASH0_DATASET=" + dataset);
	}

	private ExportApplication application() {
		return new ExportApplication().with("emp.metrics.export.spool.directory=" + this.root,
				"emp.metrics.export.retry.delay=5ms", "emp.metrics.export.retry.max-delay=20ms",
				"emp.metrics.export.shutdown.timeout=3s");
	}

	private StoredBatch leave(String destination, int number) throws IOException {
		return leave(destination, DiskSpoolTests.payload(number));
	}

	private StoredBatch leave(String destination, Payload payload) throws IOException {
		try (DiskSpool dead = spool(destination)) {
			return dead.write(payload);
		}
	}

	private DiskSpool spool(String destination) {
		DiskSpool spool = new DiskSpool(this.root, "some.worker", new NioSpoolFiles()).forDestination(destination,
				Duration.ofHours(6));
		this.spools.add(spool);
		return spool;
	}

}
