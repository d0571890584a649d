package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.emp.metrics.support.BoundedTags;

/**
 * Reads AMD GPUs out of the files of the driver {@code amdgpu}. It tells of no energy and
 * of nothing that keeps clocks down.
 */
final class AmdGpus implements GpuReader {

	/** Readings until cards that were added are seen. */
	private static final int ROUNDS = 20;

	private final Path drmPath;

	private final KnownGpus known;

	private List<AmdCard> cards = List.of();

	private int roundsLeft;

	/**
	 * Create it without reading anything.
	 * @param drmPath where the kernel lists graphics cards, mostly {@code /sys/class/drm}
	 * @param known the cards that were there before
	 */
	AmdGpus(Path drmPath, KnownGpus known) {
		this.drmPath = drmPath;
		this.known = known;
	}

	/**
	 * Whether there is any card of AMD.
	 * @param drmPath where the kernel lists graphics cards
	 * @return whether there is, as far as this process may see
	 */
	static boolean isPresent(Path drmPath) {
		try {
			return !AmdCards.find(drmPath).isEmpty();
		}
		catch (IOException ex) {
			// a machine without any graphics card has no such folder
			return false;
		}
	}

	@Override
	public String name() {
		return "amd";
	}

	@Override
	public List<GpuReading> read() throws IOException {
		if (this.roundsLeft == 0 || this.cards.stream().anyMatch(AmdCard::isAnother)) {
			this.cards = find();
			this.known.check(this.cards.stream().map(AmdCard::identity).toList());
			this.roundsLeft = ROUNDS;
		}
		this.roundsLeft--;
		List<GpuReading> readings = new ArrayList<>(this.cards.size());
		for (AmdCard card : this.cards) {
			GpuValues values = new GpuValues();
			card.read(values);
			if (values.isKnown()) {
				readings.add(values.reading(card.identity()));
			}
			if (card.isGone()) {
				this.roundsLeft = 0;
			}
		}
		return readings;
	}

	private List<AmdCard> find() throws IOException {
		try {
			return AmdCards.find(this.drmPath);
		}
		catch (IOException ex) {
			throw new GpuException("No graphics cards are listed at " + BoundedTags.text(this.drmPath.toString())
					+ ". Mount the machine's /sys/class/drm there and set emp.metrics.gpu.drm-path to it, or set "
					+ "emp.metrics.gpu.source to another source.", ex);
		}
	}

	/**
	 * Nothing is open between two readings.
	 */
	@Override
	public void close() {
	}

}
