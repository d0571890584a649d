package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks which cards of AMD there are.
 */
final class AmdCards {

	/** More of them are no machine. */
	static final int MOST_GPUS = 64;

	private static final String VENDOR = "0x1002";

	/** Without its outputs, as card0-DP-1. */
	private static final Pattern CARD = Pattern.compile("card\\d{1,5}");

	private AmdCards() {
	}

	/**
	 * Find the cards.
	 * @param drmPath where the kernel lists graphics cards
	 * @return those of AMD, by number
	 * @throws IOException if there is no such list
	 */
	static List<AmdCard> find(Path drmPath) throws IOException {
		List<AmdCard> cards = new ArrayList<>();
		for (Path card : cards(drmPath).values()) {
			Path device = card.resolve("device");
			if (cards.size() < MOST_GPUS && AmdFile.first(device, "vendor").text().equals(VENDOR)) {
				cards.add(new AmdCard(device, sensors(device.resolve("hwmon")), cards.size()));
			}
		}
		return cards;
	}

	private static SortedMap<Integer, Path> cards(Path drmPath) throws IOException {
		SortedMap<Integer, Path> cards = new TreeMap<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(drmPath)) {
			for (Path entry : entries) {
				String name = entry.getFileName().toString();
				if (CARD.matcher(name).matches()) {
					cards.put(Integer.valueOf(name.substring("card".length())), entry);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return cards;
	}

	private static Path sensors(Path folder) {
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "hwmon*")) {
			for (Path entry : entries) {
				return entry;
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// a card without sensors has no such folder
		}
		return folder;
	}

}
