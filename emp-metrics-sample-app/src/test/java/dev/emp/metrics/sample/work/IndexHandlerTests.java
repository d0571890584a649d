package dev.emp.metrics.sample.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.work.TextIndex.Term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IndexHandler}.
 */
class IndexHandlerTests {

	private final IndexHandler handler = new IndexHandler(TestJobs.PROPERTIES);

	@Test
	void countsTheTermsOfASentence() throws IOException {
		TextIndex index = index("Der Bär, der Ähren\taß: \uD835\uDC00 2 der!");
		assertThat(index.distinctTerms()).isEqualTo(6);
		assertThat(index.occurrences()).isEqualTo(8);
		assertThat(index.indexBytes()).isEqualTo(2 * (3 + 3 + 5 + 2 + 2 + 1) + 8 * 4);
		assertThat(index.topTerms()).containsExactly(new Term("der", 3, 0), new Term("2", 1, 26),
				new Term("aß", 1, 19));
	}

	@Test
	void indexesABook() throws IOException {
		TextIndex index = (TextIndex) this.handler.handle(TestJobs.on(TestJobs.input("texts/alice.txt")));
		assertThat(index.topTerms()).extracting(Term::term).containsExactly("the", "and", "to");
		assertThat(index.distinctTerms()).isBetween(2500, 3000);
	}

	@Test
	void refusesAnotherEncoding() {
		assertRefused("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1), "The text is not UTF-8");
	}

	@Test
	void refusesBinaryData() {
		assertRefused(new byte[] { 'a', 'b', 0 }, "The text looks binary: it has the control character U+0000 at 2");
	}

	@Test
	void refusesATextWithoutWords() {
		assertRefused(" \n\t--\r\n".getBytes(StandardCharsets.UTF_8), "The text has no words");
		assertRefused(new byte[0], "The text has no words");
	}

	private TextIndex index(String text) throws IOException {
		return (TextIndex) this.handler.handle(TestJobs.on(text.getBytes(StandardCharsets.UTF_8)));
	}

	private void assertRefused(byte[] bytes, String reason) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.handler.handle(TestJobs.on(bytes)))
			.withMessage(reason);
	}

}
