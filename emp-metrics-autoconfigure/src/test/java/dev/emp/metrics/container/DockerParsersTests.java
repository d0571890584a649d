package dev.emp.metrics.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the parsers of what a Docker Engine answers, with recorded answers.
 */
class DockerParsersTests {

	private final DockerListParser list = new DockerListParser(true);

	private final DockerStatsParser stats = new DockerStatsParser();

	private final DockerStateParser state = new DockerStateParser();

	@Test
	void parsesAList() throws MalformedAnswerException {
		List<ListedContainer> all = this.list.parse(json(RecordedTree.text("api/list.json")));
		assertThat(all).extracting(ListedContainer::name).containsExactly("t3", "t2", "t1");
		assertThat(all).allSatisfy((container) -> {
			assertThat(container.id()).hasSize(64).isHexadecimal();
			assertThat(container.image()).isEqualTo("busybox");
			assertThat(container.created()).isGreaterThan(1_700_000_000);
		});
	}

	@Test
	void aLinkIsNoName() throws MalformedAnswerException {
		ListedContainer container = this.list
			.parse(json("[" + listed("\"Names\":[\"/web/db\",\"/db\",\"/x/y\"]") + "]"))
			.get(0);
		assertThat(container.name()).isEqualTo("db");
	}

	@Test
	void labelsAreKeptWhereTheyAreWanted() throws MalformedAnswerException {
		String text = "[" + listed("\"Labels\":{\"a:b\":\"c\",\"d\":\"\",\"e\":7}") + "]";
		assertThat(this.list.parse(json(text)).get(0).labels()).containsExactly("a:b=c", "d=", "e=");
		assertThat(new DockerListParser(false).parse(json(text)).get(0).labels()).isEmpty();
	}

	@Test
	void whatHasNoProperIdIsNotListed() throws MalformedAnswerException {
		assertThat(this.list.parse(json("[{}, null, 7, [], {\"Id\":null}, {\"Id\":\"../../x\"}, {\"Id\":[]}]")))
			.isEmpty();
	}

	@Test
	void whatIsMissingInAListIsUnknown() throws MalformedAnswerException {
		ListedContainer container = this.list
			.parse(json("[" + listed("\"Names\":null,\"Image\":7,\"Labels\":[],\"Created\":\"x\"") + "]"))
			.get(0);
		assertThat(container.identity()).isEqualTo(new ContainerIdentity("unknown", "0".repeat(12), "unknown"));
		assertThat(container.created()).isZero();
	}

	@Test
	void parsesTheStatisticsOfV1() throws MalformedAnswerException {
		DockerStats stats = this.stats.parse(json(RecordedTree.text("api/stats-v1.json")));
		assertThat(stats.cpu().time()).isBetween(0.1, 3.0);
		assertThat(stats.cpu().throttledPeriods()).isPositive();
		assertThat(stats.memoryUsage()).isPositive();
		assertThat(stats.inactiveFile()).isNotNegative();
		assertThat(stats.memoryLimit()).isEqualTo(128 << 20);
		assertThat(sum(stats.network()).in()).isPositive();
		assertThat(stats.pids()).isOne();
		assertThat(stats.readAt()).isGreaterThan(1.7e9);
	}

	@Test
	void parsesTheStatisticsOfV2() throws MalformedAnswerException {
		DockerStats stats = this.stats.parse(json(RecordedTree.text("api/stats-v2.json")));
		assertThat(stats.cpu()).isEqualTo(new Cpu(7.368829, 20.834604, 289));
		assertThat(stats.memoryUsage()).isEqualTo(335_872);
		assertThat(stats.inactiveFile()).isZero();
		assertThat(stats.memoryLimit()).isEqualTo(128 << 20);
		assertThat(sum(stats.disk())).isEqualTo(new Io(0, 5 << 20));
		assertThat(sum(stats.network())).isEqualTo(new Io(656, 0));
		assertThat(stats.pids()).isOne();
	}

	@Test
	void allInterfacesAndDevicesAddUp() throws MalformedAnswerException {
		DockerStats stats = this.stats.parse(json("""
				{"id":null,"name":null,"networks":{"eth0":{"rx_bytes":1,"tx_bytes":20},"eth1":{"rx_bytes":300}},
				 "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":5},{"op":"Write","value":60},
				 {"op":"Sync","value":65},{"op":"read","value":700},{"op":null,"value":1},{"value":2},7]}}
				"""));
		assertThat(sum(stats.network())).isEqualTo(new Io(301, 20));
		assertThat(sum(stats.disk())).isEqualTo(new Io(705, 60));
	}

	@Test
	void withoutADeviceV1MayNotHaveCounted() throws MalformedAnswerException {
		String v1 = "{\"memory_stats\":{\"stats\":{\"inactive_file\":1,\"total_inactive_file\":2}},"
				+ "\"blkio_stats\":{\"io_service_bytes_recursive\":[]}}";
		assertThat(sum(this.stats.parse(json(v1)).disk())).isEqualTo(Io.UNKNOWN);
		String v2 = "{\"memory_stats\":{\"stats\":{\"inactive_file\":1}},"
				+ "\"blkio_stats\":{\"io_service_bytes_recursive\":null}}";
		assertThat(sum(this.stats.parse(json(v2)).disk())).isEqualTo(new Io(0, 0));
	}

	@Test
	void aContainerThatDoesNotRunWasNeverRead() throws MalformedAnswerException {
		DockerStats stats = this.stats.parse(json("{\"read\":\"0001-01-01T00:00:00Z\",\"cpu_stats\":{\"cpu_usage\":"
				+ "{\"total_usage\":0}},\"memory_stats\":{}}"));
		assertThat(stats.readAt()).isNaN();
	}

	@Test
	void statisticsOfWrongTypesAreUnknown() throws MalformedAnswerException {
		DockerStats stats = this.stats.parse(json("""
				{"read":7,"cpu_stats":[],"memory_stats":"x","networks":[1],"pids_stats":null,"blkio_stats":{"a":1},
				 "cpu_stats":{"cpu_usage":{"total_usage":-5},"throttling_data":{"throttled_time":"1"}}}
				"""));
		assertThat(stats.cpu()).isEqualTo(Cpu.UNKNOWN);
		assertThat(stats.memoryUsage()).isEqualTo(-1);
		assertThat(sum(stats.network())).isEqualTo(Io.UNKNOWN);
		assertThat(sum(stats.disk())).isEqualTo(Io.UNKNOWN);
		assertThat(stats.pids()).isNaN();
		assertThat(stats.readAt()).isNaN();
	}

	@Test
	void parsesAState() throws MalformedAnswerException {
		DockerState state = this.state.parse(json(RecordedTree.text("api/inspect.json")));
		assertThat(state.restarts()).isZero();
		assertThat(state.hasMemoryLimit()).isTrue();
		double readAt = this.stats.parse(json(RecordedTree.text("api/stats-v1.json"))).readAt();
		assertThat(readAt - state.startedAt()).isBetween(1.0, 10.0);
	}

	@Test
	void aStateWithoutALimitOrAStartHasNone() throws MalformedAnswerException {
		DockerState state = this.state.parse(
				json("""
						{"RestartCount":3,"State":{"Running":false,"StartedAt":"2026-01-01T00:00:00Z"},"HostConfig":{"Memory":0}}
						"""));
		assertThat(state).isEqualTo(new DockerState(3, Double.NaN, false, null, true));
		assertThat(this.state.parse(json("{}"))).isEqualTo(DockerState.UNKNOWN);
	}

	@Test
	void momentsHaveNanosecondsAndOffsets() {
		assertThat(DockerTime.seconds("2026-11-25T17:09:57.00090563Z")).isCloseTo(1_795_626_597.000906, within(1e-6));
		assertThat(DockerTime.seconds("2026-11-25T18:09:57.5+01:00")).isEqualTo(1_795_626_597.5);
		assertThat(DockerTime.seconds("0001-01-01T00:00:00Z")).isNaN();
		assertThat(DockerTime.seconds("yesterday at five o'clock")).isNaN();
		assertThat(DockerTime.seconds(null)).isNaN();
	}

	@Test
	void whatIsNoneOfTheseIsRefused() {
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> this.list.parse(json("{}")));
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> this.stats.parse(json("[]")));
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(() -> this.state.parse(json("")));
	}

	@Test
	void tolerateAnyText() {
		Mutations mutations = Mutations.of(getClass());
		for (int round = Mutations.rounds(4_000); round > 0; round--) {
			parseAll(mutations, "api/list.json", (json) -> this.list.parse(json)
				.forEach((container) -> assertThat(container.id()).matches("[0-9a-f]{64}")));
			parseAll(mutations, "api/stats-v1.json", (json) -> assertSensible(this.stats.parse(json), mutations));
			parseAll(mutations, "api/stats-v2.json", (json) -> assertSensible(this.stats.parse(json), mutations));
			parseAll(mutations, "api/inspect.json", (json) -> {
				DockerState state = this.state.parse(json);
				assertSensible(DoubleStream.of(state.restarts()), mutations);
			});
		}
	}

	private void parseAll(Mutations mutations, String name, JsonValue parser) {
		byte[] mutated = mutations.next(RecordedTree.text(name).getBytes(StandardCharsets.UTF_8));
		try {
			parser.take(new JsonCursor(mutated, mutated.length));
		}
		catch (MalformedAnswerException ex) {
			// the one failure that there is
		}
	}

	private static Io sum(List<Counted> counted) {
		return new IoSum(Double.POSITIVE_INFINITY).next(counted, (device) -> true);
	}

	private static void assertSensible(DockerStats stats, Mutations mutations) {
		assertSensible(DoubleStream.of(stats.cpu().time(), stats.cpu().throttledTime(), stats.cpu().throttledPeriods(),
				sum(stats.disk()).in(), sum(stats.disk()).out(), sum(stats.network()).in(), sum(stats.network()).out(),
				stats.pids(), stats.processors()), mutations);
		assertThat(stats.memoryUsage()).isGreaterThanOrEqualTo(-1);
	}

	private static void assertSensible(DoubleStream values, Mutations mutations) {
		assertThat(values.filter((value) -> !Double.isNaN(value))).as("%s", mutations)
			.allMatch((value) -> value >= 0 && value < Double.POSITIVE_INFINITY);
	}

	private static String listed(String more) {
		return "{\"Id\":\"" + "0".repeat(64) + "\"," + more + "}";
	}

	private static JsonCursor json(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new JsonCursor(bytes, bytes.length);
	}

}
