package dev.emp.metrics.support;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes bad input of good: a seeded mutator for the fuzz tests of parsers. The seed is
 * printed; {@code -Demp.test.seed} repeats a run and {@code -Demp.test.mutations} makes
 * it longer.
 */
public final class Mutations {

	private static final List<String> TROUBLE = List.of("", " ", "\n", "\t", "\0", "-1", "0", "-", "max", ":", "=", "/",
			"\"", "\\", "{", "}", "[", "]", ",", "9223372036854775807", "9223372036854775808", "18446744073709551615",
			"99999999999999999999999999", "1e308", "-1e308", "NaN", "Infinity", "0x10", "\u00e9", "\ud83d\ude80");

	private final Random random;

	private final String name;

	private final long seed;

	private Mutations(String name, long seed) {
		this.name = name;
		this.seed = seed;
		this.random = new Random(seed);
	}

	/**
	 * Begin a run.
	 * @param test the test, which names the seed
	 * @return the mutator
	 */
	public static Mutations of(Class<?> test) {
		long seed = Long.getLong("emp.test.seed", System.nanoTime());
		System.out.println(test.getSimpleName() + ": seed " + seed);
		return new Mutations(test.getSimpleName(), seed);
	}

	/**
	 * How many mutations a test tries.
	 * @param ordinary how many in an ordinary run
	 * @return that, or what {@code -Demp.test.mutations} says
	 */
	public static int rounds(int ordinary) {
		return Integer.getInteger("emp.test.mutations", ordinary);
	}

	public Random random() {
		return this.random;
	}

	/**
	 * Spoil a text.
	 * @param original the text, which stays as it is
	 * @return another with one to eight changes
	 */
	public byte[] next(byte[] original) {
		byte[] mutated = original;
		for (int changes = 1 + this.random.nextInt(8); changes > 0; changes--) {
			mutated = change(mutated);
		}
		return mutated;
	}

	public String next(String original) {
		return new String(next(original.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

	private byte[] change(byte[] bytes) {
		int from = this.random.nextInt(bytes.length + 1);
		int to = from + this.random.nextInt(Math.min(64, bytes.length - from) + 1);
		return switch (this.random.nextInt(6)) {
			// cut off, cut out, doubled, replaced, one bit, anything
			case 0 -> Arrays.copyOf(bytes, from);
			case 1 -> splice(bytes, from, to, new byte[0]);
			case 2 -> splice(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
			case 3 -> splice(bytes, from, to,
					TROUBLE.get(this.random.nextInt(TROUBLE.size())).getBytes(StandardCharsets.UTF_8));
			case 4 -> flip(bytes);
			default -> splice(bytes, from, to, noise());
		};
	}

	private byte[] noise() {
		byte[] noise = new byte[this.random.nextInt(16)];
		this.random.nextBytes(noise);
		return noise;
	}

	private byte[] flip(byte[] bytes) {
		byte[] flipped = bytes.clone();
		if (flipped.length > 0) {
			flipped[this.random.nextInt(flipped.length)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return flipped;
	}

	private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
		byte[] spliced = Arrays.copyOf(bytes, from + replacement.length + bytes.length - to);
		System.arraycopy(replacement, 0, spliced, from, replacement.length);
		System.arraycopy(bytes, to, spliced, from + replacement.length, bytes.length - to);
		return spliced;
	}

	@Override
	public String toString() {
		return this.name + ", seed " + this.seed;
	}

}
