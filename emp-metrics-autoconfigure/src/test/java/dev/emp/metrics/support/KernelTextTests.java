package dev.emp.metrics.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KernelText}.
 */
class KernelTextTests {

	@Test
	void walksOverLinesAndWords() {
		assertThat(words("cpu  1 2\n\n\tlast word")).containsExactly(List.of("cpu", "1", "2"), List.of(),
				List.of("last", "word"));
		assertThat(words("")).isEmpty();
		assertThat(words("\n")).containsExactly(List.of());
		assertThat(words("a\n")).containsExactly(List.of("a"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "9223372036854775807, 9223372036854775807", "9223372036854775808, -1",
			"18446744073709551615, -1", "-5, -1", "1.5, -1", "max, -1", "12kB, -1", "٣, -1" })
	void readsNumbersThatFit(String word, long expected) {
		KernelText text = text(word);
		text.nextLine();
		assertThat(text.nextNumber()).isEqualTo(expected);
		assertThat(text.nextNumber()).isEqualTo(-1);
	}

	@Test
	void readsTheRestOfAWord() {
		KernelText text = text("some avg10=0.00 total=78747449 total=");
		text.nextLine();
		assertThat(text.skip(3)).isTrue();
		assertThat(text.startsWith("total=")).isTrue();
		assertThat(text.startsWith("total=78747449 ")).isFalse();
		assertThat(text.number("total=".length())).isEqualTo(78_747_449);
		assertThat(text.skip(1)).isTrue();
		assertThat(text.number("total=".length())).isEqualTo(-1);
		assertThat(text.skip(1)).isFalse();
	}

	@Test
	void cutsAtTheLastSeparator() {
		KernelText text = text("eth0:1:400 7");
		text.nextLine();
		text.nextWord();
		assertThat(text.cutAtLast(':')).isTrue();
		assertThat(text.word()).isEqualTo("eth0:1");
		assertThat(text.nextNumber()).isEqualTo(400);
		assertThat(text.nextNumber()).isEqualTo(7);
		assertThat(text.cutAtLast(':')).isFalse();
	}

	@Test
	void comparesWholeWords() {
		KernelText text = text("cpu0");
		text.nextLine();
		text.nextWord();
		assertThat(text.is("cpu0")).isTrue();
		assertThat(text.is("cpu")).isFalse();
		assertThat(text.is("cpu01")).isFalse();
	}

	@Test
	void givesAKnownWordAgain() {
		String known = new String("vda");
		KernelText text = text("vda vdb");
		text.nextLine();
		text.nextWord();
		assertThat(text.word(known)).isSameAs(known);
		text.nextWord();
		assertThat(text.word(known)).isEqualTo("vdb");
		assertThat(text.word(null)).isEqualTo("vdb");
	}

	@Test
	void endsOnAnyBytes() {
		long seed = Long.getLong("emp.test.seed", System.nanoTime());
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(60)];
			random.nextBytes(bytes);
			for (int j = 0; j < bytes.length / 2; j++) {
				bytes[random.nextInt(bytes.length)] = (byte) " \n\t:=09".charAt(random.nextInt(7));
			}
			KernelText text = new KernelText(bytes);
			int steps = 0;
			while (text.nextLine()) {
				while (text.nextWord()) {
					assertThat(text.number()).as("seed %d", seed).isGreaterThanOrEqualTo(-1);
					text.cutAtLast(':');
					text.word();
					steps++;
				}
			}
			assertThat(steps).as("seed %d", seed).isLessThanOrEqualTo(bytes.length + 1);
		}
	}

	private static List<List<String>> words(String content) {
		KernelText text = text(content);
		List<List<String>> lines = new ArrayList<>();
		while (text.nextLine()) {
			List<String> words = new ArrayList<>();
			while (text.nextWord()) {
				words.add(text.word());
			}
			lines.add(words);
		}
		return lines;
	}

	private static KernelText text(String content) {
		return new KernelText(content.getBytes(StandardCharsets.UTF_8));
	}

}
