package dev.emp.metrics.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.KernelText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameTable}.
 */
class NameTableTests {

	private final AtomicInteger decisions = new AtomicInteger();

	private final AtomicInteger overflows = new AtomicInteger();

	private String unwanted = "x";

	private final NameTable table = new NameTable((name) -> {
		this.decisions.incrementAndGet();
		return !name.startsWith(this.unwanted);
	}, 2, this.overflows::incrementAndGet);

	@Test
	void decidesOnceWhereNothingChanges() {
		List<@Nullable String> first = read("a xb c");
		List<@Nullable String> second = read("a xb c");
		assertThat(first).containsExactly("a", null, "c");
		assertThat(second.get(0)).isSameAs(first.get(0));
		assertThat(second.get(2)).isSameAs(first.get(2));
		assertThat(this.decisions).hasValue(3);
	}

	@Test
	void decidesAgainAfterAWhile() {
		read("a b c");
		this.unwanted = "a";
		for (int i = 2; i < 10; i++) {
			assertThat(read("a b c")).containsExactly("a", "b", null);
		}
		assertThat(read("a b c")).containsExactly(null, "b", "c");
		assertThat(this.overflows).hasValue(1);
		for (int i = 11; i < 30; i++) {
			assertThat(read("a b c d")).containsExactly(null, "b", "c", null);
		}
		assertThat(this.overflows).as("each once").hasValue(2);
	}

	@Test
	void keepsWithinTheLimit() {
		assertThat(read("a b c d")).containsExactly("a", "b", null, null);
		assertThat(this.overflows).hasValue(2);
		assertThat(read("b c")).containsExactly("b", "c");
	}

	@Test
	void followsWhatComesAndGoes() {
		assertThat(read("a c")).containsExactly("a", "c");
		assertThat(read("a b")).containsExactly("a", "b");
		assertThat(read("b")).containsExactly("b");
		assertThat(read("")).isEmpty();
		assertThat(read("a b")).containsExactly("a", "b");
	}

	@Test
	void takesANameOnce() {
		assertThat(read("a a")).containsExactly("a", null);
	}

	@Test
	void makesTagsOfAnyBytes() {
		assertThat(read("a\u0007b")).containsExactly("a\ufffdb");
	}

	private List<@Nullable String> read(String words) {
		KernelText text = new KernelText(words.replace(' ', '\n').getBytes(StandardCharsets.UTF_8));
		List<@Nullable String> names = new ArrayList<>();
		this.table.begin();
		while (text.nextLine()) {
			text.nextWord();
			names.add(this.table.next(text));
		}
		this.table.end();
		return names;
	}

}
