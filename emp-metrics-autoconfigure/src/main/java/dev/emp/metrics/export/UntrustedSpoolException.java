package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory of the spool that somebody else may write. The message says who, and what
 * to do about it.
 */
final class UntrustedSpoolException extends IOException {

	private static final long serialVersionUID = 1L;

	private UntrustedSpoolException(Path spool, String fault, String remedy) {
		super("%s %s, who could plant batches that are sent with the token of this process. %s, or set a directory "
			.formatted(spool, fault, remedy)
				+ "that does not exist yet, such as %s: it is created for the user of this process alone."
					.formatted(spool.resolve("emp-metrics")));
	}

	static UntrustedSpoolException foreign(Path spool, int owner, int user) {
		return new UntrustedSpoolException(spool, "belongs to another user (%s)".formatted(owner),
				"Give it to the user of this process (chown %s)".formatted(user));
	}

	static UntrustedSpoolException writable(Path spool, SpoolFiles.Access access) {
		String who = access.isWritableByOthers() ? "everybody" : "its group";
		return new UntrustedSpoolException(spool,
				"may be written by %s (mode %s)".formatted(who, Integer.toOctalString(access.mode() & 07777)),
				"Take that right away (chmod %s-w)".formatted(access.isWritableByOthers() ? "go" : "g"));
	}

}
