package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

/**
 * Tests of whose directories a {@link DiskSpool} writes and takes over, with real owners
 * and permissions.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpoolTrustTests {

	private static final int STRANGER = 54321;

	@TempDir
	Path root;

	private Path directory;

	private DiskSpool spool;

	@BeforeEach
	void open() {
		this.directory = this.root.resolve("spool");
		this.spool = spool("worker");
	}

	@AfterEach
	void close() {
		this.spool.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0777", "0707", "0702", "0775", "0770", "0720", "2777" })
	void refusesADirectoryThatOthersMayWrite(String mode) throws Exception {
		leave();
		chmod(mode, this.directory);
		assertThatIOException().isThrownBy(() -> this.spool.write(DiskSpoolTests.payload(1)))
			.isInstanceOf(UntrustedSpoolException.class)
			.withMessageContainingAll(this.directory.toString(), "mode " + mode.replaceFirst("^0", ""), "chmod g");
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
		assertThat(DiskSpoolTests.entries(this.directory)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0700", "0755", "0750", "2755", "2770", "2775", "1777", "1770" })
	void usesADirectoryWhereNobodyElseTouchesWhatItWrites(String mode) throws Exception {
		leave();
		chmod(mode, this.directory);
		assertThat(this.spool.write(DiskSpoolTests.payload(2)).file()).exists();
		assertThat(DiskSpoolTests.adopt(this.spool)).hasSize(1);
	}

	@Test
	void refusesADirectoryOfAnotherUser() throws Exception {
		leave();
		chown(this.directory);
		assertThatIOException().isThrownBy(() -> this.spool.write(DiskSpoolTests.payload(1)))
			.isInstanceOf(UntrustedSpoolException.class)
			.withMessageContainingAll(this.directory.toString(), "another user (54321)", "(chown ");
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
		assertThat(DiskSpoolTests.entries(this.directory)).hasSize(1);
	}

	@Test
	void refusesADirectoryBehindALinkAsWell() throws Exception {
		Files.createDirectory(this.root.resolve("volume"));
		chmod("0777", this.root.resolve("volume"));
		Files.createSymbolicLink(this.directory, this.root.resolve("volume"));
		assertThatIOException().isThrownBy(() -> this.spool.write(DiskSpoolTests.payload(1)))
			.isInstanceOf(UntrustedSpoolException.class);
	}

	@Test
	void createsOneForItselfWhereEverybodyMayWrite() throws Exception {
		chmod("0777", this.root);
		Path file = this.spool.write(DiskSpoolTests.payload(1)).file();
		assertThat(Files.getPosixFilePermissions(this.directory))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(file).exists();
	}

	@Test
	void holdsInMemoryWhatARefusedDirectoryDoesNotGet(CapturedOutput output) throws Exception {
		Files.createDirectory(this.directory);
		chmod("0777", this.directory);
		DeliveryLog log = new DeliveryLog(Clock.SYSTEM);
		DeliveryQueue queue = new DeliveryQueue(new Limits(1 << 20, 1 << 20, 10, Duration.ofHours(6)),
				new Storage(this.spool, log), new NoListener(), log, Clock.SYSTEM);
		queue.accept(Points.of(3), Points.TARGET);
		queue.accept(Points.of(4), Points.TARGET);
		assertThat(queue.points()).isEqualTo(7);
		assertThat(DiskSpoolTests.entries(this.directory)).isEmpty();
		assertThat(output).containsOnlyOnce("Metrics are held in memory and end with this process, since "
				+ "emp.metrics.export.spool.directory is refused: " + this.directory + " may be written by everybody");
		chmod("0755", this.directory);
		queue.accept(Points.of(5), Points.TARGET);
		assertThat(BusySenderTests.pointsIn(this.directory)).isEqualTo(5);
		assertThat(output).containsOnlyOnce("Metrics are held in emp.metrics.export.spool.directory again.");
	}

	@Test
	void takesNothingOverFromAnotherUser() throws Exception {
		StoredBatch planted = leave("other");
		StoredBatch own = leave();
		chown(planted.file());
		chown(planted.directory());
		Path empty = Files.createDirectory(this.directory.resolve("empty.0000000a"));
		chown(empty);
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(own);
		assertThat(planted.file()).exists();
		assertThat(empty).exists();
	}

	@Test
	void takesOverFromADiskThatIsFull() throws Exception {
		StoredBatch left = leave();
		SpoolFiles full = spy(new NioSpoolFiles());
		willThrow(new IOException("No space left on device")).given(full).createDirectory(any());
		try (DiskSpool heir = new DiskSpool(this.directory, "heir", full)) {
			assertThat(DiskSpoolTests.adopt(heir)).containsExactly(left);
			heir.delete(left);
		}
		assertThat(DiskSpoolTests.entries(this.directory)).isEmpty();
	}

	@Test
	void followsNoLinkThatReplacesADirectory() throws Exception {
		Path away = this.root.resolve("away");
		Files.move(leave().directory(), away);
		Path link = Files.createSymbolicLink(this.directory.resolve("link.0000000a"), away);
		assertThat(new SpoolTrust(this.directory, new NioSpoolFiles()).covers(away)).isTrue();
		assertThat(new SpoolTrust(this.directory, new NioSpoolFiles()).covers(link)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0777", "0702", "0770", "2770", "1777" })
	void takesNothingOverThatOthersMayHaveWritten(String mode, CapturedOutput output) throws Exception {
		StoredBatch doubtful = leave("other");
		StoredBatch own = leave();
		chmod(mode, doubtful.directory());
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(own);
		assertThat(DiskSpoolTests.adopt(this.spool)).isEmpty();
		assertThat(output)
			.containsOnlyOnce("Batches of metrics in " + doubtful.directory() + " are not sent, since others may");
		chmod("0700", doubtful.directory());
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(doubtful);
	}

	@Test
	void takesOverWhatKubernetesGaveToTheGroupOfThePod() throws Exception {
		StoredBatch left = leave();
		StoredBatch ofAnotherGroup = leave("other");
		for (Path path : List.of(this.directory, left.directory())) {
			assumeTrue(run("chgrp", String.valueOf(STRANGER), path), "cannot change groups: run as root to see this");
			chmod("2770", path);
		}
		chmod("2770", ofAnotherGroup.directory());
		assertThat(DiskSpoolTests.adopt(this.spool)).containsExactly(left);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0755, true", "0, 2775, true", "0, 1777, true", "1000, 0755, true", "1000, 2770, true",
			"0, 0777, false", "0, 0775, false", "0, 2777, false", "1001, 0755, false", "1001, 1777, false",
			"1001, 2775, false" })
	void aUserTrustsItselfAndRoot(int owner, String mode, boolean trusted) throws Exception {
		SpoolFiles files = mock(SpoolFiles.class);
		given(files.access(any())).willReturn(new SpoolFiles.Access(1000, 2000, 0700));
		given(files.access(this.directory)).willReturn(new SpoolFiles.Access(owner, 2000, Integer.parseInt(mode, 8)));
		ThrowingCallable check = () -> new SpoolTrust(this.directory, files).check();
		if (trusted) {
			assertThatNoException().isThrownBy(check);
		}
		else {
			assertThatExceptionOfType(UntrustedSpoolException.class).isThrownBy(check);
		}
	}

	private StoredBatch leave() throws Exception {
		return leave("dead");
	}

	private StoredBatch leave(String instance) throws Exception {
		try (DiskSpool dead = spool(instance)) {
			return dead.write(DiskSpoolTests.payload(1));
		}
	}

	private DiskSpool spool(String instance) {
		return new DiskSpool(this.directory, instance, new NioSpoolFiles());
	}

	private static void chown(Path path) throws Exception {
		assumeTrue(run("chown", String.valueOf(STRANGER), path), "cannot change owners: run as root to see this");
	}

	private static void chmod(String mode, Path path) throws Exception {
		assertThat(run("chmod", mode, path)).isTrue();
	}

	private static boolean run(String program, String argument, Path path) throws Exception {
		return new ProcessBuilder(program, argument, path.toString()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor() == 0;
	}

}
