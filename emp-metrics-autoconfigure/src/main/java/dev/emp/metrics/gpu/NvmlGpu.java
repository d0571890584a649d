package dev.emp.metrics.gpu;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;

/**
 * One GPU of NVML. It may fall off the bus and come back. Not safe for use by several
 * threads.
 */
final class NvmlGpu {

	private static final Object[] NONE = {};

	/** Readings until it is asked for what it did not support. */
	private static final int ROUNDS = 10;

	private final NvmlLibrary nvml;

	private final int index;

	private final String driver;

	private final NvmlFunction uuid;

	private final KnownGpus known;

	private final Map<NvmlQuery, Object[]> arguments = new EnumMap<>(NvmlQuery.class);

	private final Set<NvmlQuery> unsupported = EnumSet.noneOf(NvmlQuery.class);

	private final Set<NvmlQuery> refused = EnumSet.noneOf(NvmlQuery.class);

	private GpuIdentity identity;

	/** While it is open. */
	private @Nullable Pointer device;

	/** Not where it had a UUID once and does not say it now. */
	private boolean identified;

	private int rounds;

	private @Nullable String failure;

	NvmlGpu(NvmlLibrary nvml, int index, String driver, KnownGpus known) {
		this.known = known;
		this.nvml = nvml;
		this.index = index;
		this.driver = driver;
		this.uuid = nvml.function("nvmlDeviceGetUUID");
		this.identity = new GpuIdentity(String.valueOf(index), "", "", driver);
	}

	/**
	 * Read it.
	 * @return what is known, or null if it does not answer
	 * @throws GpuException if no GPU can be read
	 */
	@Nullable GpuReading read() throws GpuException {
		this.rounds++;
		if (!isOpen() && !open()) {
			return null;
		}
		GpuValues values = new GpuValues();
		boolean answered = false;
		int trouble = 0;
		for (NvmlQuery query : NvmlQuery.FIRST) {
			int code = ask(query, values);
			switch (NvmlCode.effect(code)) {
				case LOST -> {
					return lose(code);
				}
				case NONE -> {
					answered |= code == 0;
					trouble = (code != 0) ? code : trouble;
				}
				default -> {
				}
			}
		}
		if (!answered && trouble != 0) {
			return lose(trouble);
		}
		this.failure = null;
		if (!this.identified) {
			values.forgetCounts();
		}
		return values.reading(this.identity);
	}

	private int ask(NvmlQuery query, GpuValues values) throws GpuException {
		if (!this.unsupported.contains(query)) {
			int code = call(query, values);
			if (NvmlCode.effect(code) != NvmlCode.Effect.UNSUPPORTED) {
				return code;
			}
			this.unsupported.add(query);
		}
		NvmlQuery instead = query.instead();
		return (instead != null) ? ask(instead, values) : NvmlCode.FUNCTION_NOT_FOUND.number();
	}

	private int call(NvmlQuery query, GpuValues values) throws GpuException {
		NvmlFunction function = this.nvml.function(query);
		query.prepare(this.nvml.out());
		int code = function.call(this.arguments.getOrDefault(query, NONE));
		switch (NvmlCode.effect(code)) {
			case ALL -> throw function.failure(code);
			case REFUSED -> refuse(query, code);
			default -> {
				if (code == 0) {
					query.take(this.nvml.out(), values);
				}
			}
		}
		return code;
	}

	private void refuse(NvmlQuery query, int code) {
		if (this.refused.add(query)) {
			this.known.refuses(this.identity, query.function(), NvmlCode.describe(code));
		}
	}

	private boolean open() throws GpuException {
		Pointer out = this.nvml.out();
		NvmlFunction function = this.nvml.function("nvmlDeviceGetHandleByIndex_v2");
		int code = function.call(this.index, out);
		if (NvmlCode.effect(code) == NvmlCode.Effect.ALL) {
			throw function.failure(code);
		}
		Pointer device = (code == 0) ? out.getPointer(0) : null;
		this.device = device;
		if (device == null) {
			lose((code != 0) ? code : NvmlCode.FUNCTION_NOT_FOUND.number());
			return false;
		}
		for (NvmlQuery query : NvmlQuery.values()) {
			this.arguments.put(query, query.arguments(device, out));
		}
		this.identity = new GpuIdentity(this.identity.index(), uuid(device),
				text(this.nvml.function("nvmlDeviceGetName"), device, this.identity.name()), this.driver);
		this.unsupported.clear();
		this.refused.clear();
		return true;
	}

	/**
	 * Whether it need not be looked for: it is open and still the same. What it does not
	 * support is asked for again after a while, since MIG is switched on and off, and a
	 * driver changes its mind.
	 * @return whether it is
	 */
	private boolean isOpen() {
		return this.device != null && this.rounds % ROUNDS != 1 && uuid(this.device).equals(this.identity.uuid());
	}

	private String uuid(Pointer device) {
		String uuid = text(this.uuid, device, "");
		this.identified = !uuid.isEmpty() || this.identity.uuid().isEmpty();
		return this.identified ? uuid : this.identity.uuid();
	}

	private String text(NvmlFunction function, Pointer device, String known) {
		String text = BoundedTags.text(this.nvml.text(function, device));
		return text.isEmpty() ? known : text;
	}

	private @Nullable GpuReading lose(int code) {
		this.device = null;
		this.failure = this + " gives no values: " + NvmlCode.describe(code);
		return null;
	}

	/**
	 * Why it does not answer.
	 * @return a sentence and what to do, or null if it answers
	 */
	@Nullable String failure() {
		return this.failure;
	}

	GpuIdentity identity() {
		return this.identity;
	}

	@Override
	public String toString() {
		return this.identity.text();
	}

}
