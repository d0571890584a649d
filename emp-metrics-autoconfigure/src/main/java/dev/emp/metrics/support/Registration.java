package dev.emp.metrics.support;

import java.util.List;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterSpec;

/**
 * A meter that is registered again with its next use where the application took it out of
 * the registry, or where the registration failed: whoever uses it may keep it for ever.
 *
 * @param <M> the type of the meter
 */
abstract class Registration<M extends Meter> implements Meter {

	/** A registration that fails costs as much as a thousand uses of the meter. */
	private static final int LONGEST_PAUSE = 6;

	private final Meters meters;

	private final MeterSpec spec;

	private final Tags tags;

	private volatile @Nullable M meter;

	private volatile boolean ended;

	private @Nullable M substitute;

	/** What is registered as soon as this is. */
	private List<? extends Registration<?>> companions = List.of();

	/** How many failed since the last success; a lost update costs nothing. */
	private int failures;

	/** How many uses pass before the next attempt. */
	private int pause;

	Registration(Meters meters, MeterSpec spec, Tags tags) {
		this.meters = meters;
		this.spec = spec;
		this.tags = tags;
	}

	/**
	 * The meter, registered by now if it can be.
	 * @return the meter, or one that counts nothing
	 */
	final M get() {
		M present = this.meter;
		return (present != null) ? present : renewed();
	}

	private M renewed() {
		if (this.pause > 0) {
			this.pause--;
			return substitute();
		}
		M renewed = this.meters.register(this);
		if (renewed != null) {
			this.failures = 0;
			this.companions.forEach(Registration::get);
			return renewed;
		}
		// the next use tries again, and only then the pauses grow
		this.pause = (1 << Math.min(this.failures, LONGEST_PAUSE)) - 1;
		this.failures++;
		return substitute();
	}

	/**
	 * Let others come back together with this one.
	 * @param companions the others, this one may be among them
	 */
	final void with(List<? extends Registration<?>> companions) {
		this.companions = List.copyOf(companions);
	}

	/**
	 * The meter that is in use.
	 * @return the meter, or null as long as none is registered
	 */
	final @Nullable M current() {
		return this.meter;
	}

	/**
	 * Use this meter from now on.
	 * @param given what the registry gave
	 */
	final void took(M given) {
		this.meter = given;
	}

	/**
	 * Use what counts nothing, for good.
	 * @return it
	 */
	final M tookNothing() {
		M nothing = substitute();
		this.meter = nothing;
		return nothing;
	}

	/**
	 * Register anew with the next use, unless that has happened already.
	 * @param removed what the registry no longer has
	 */
	// meters of one id are equal, also where the registry has made a new one
	@SuppressWarnings("ReferenceEquality")
	final void gone(Meter removed) {
		if (this.meter == removed) {
			this.meter = null;
		}
	}

	/**
	 * Register no more. What is still counted is lost.
	 */
	final void end() {
		this.ended = true;
	}

	final boolean isEnded() {
		return this.ended;
	}

	final boolean isOf(Registration<?> other) {
		return !this.ended && this.spec.equals(other.spec) && this.tags.equals(other.tags);
	}

	final MeterSpec spec() {
		return this.spec;
	}

	final Tags tags() {
		return this.tags;
	}

	/**
	 * Register in the registry.
	 * @param registry the registry
	 * @return what it gives
	 */
	abstract M register(MeterRegistry registry);

	/**
	 * What the meter reads, where it reads anything.
	 * @return what the last registration handed over, once, or null
	 */
	@Nullable Readings readings() {
		return null;
	}

	/**
	 * Make what takes the place of a meter that is not registered.
	 * @param id the id that the meter would have
	 * @return a meter that counts nothing
	 */
	abstract M nothing(Meter.Id id);

	private M substitute() {
		M known = this.substitute;
		if (known == null) {
			known = nothing(new Meter.Id(this.spec.name(), this.tags, this.spec.unit(), this.spec.description(),
					this.spec.type()));
			this.substitute = known;
		}
		return known;
	}

	@Override
	public Meter.Id getId() {
		return get().getId();
	}

	@Override
	public Iterable<Measurement> measure() {
		return get().measure();
	}

}
