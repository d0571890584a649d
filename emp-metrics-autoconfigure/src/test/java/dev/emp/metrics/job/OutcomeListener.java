package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Notes what listeners are told.
 */
final class OutcomeListener implements JobListener {

	final List<@Nullable JobOutcome> finished = new ArrayList<>();

	final List<@Nullable JobOutcome> outcomes = new ArrayList<>();

	@Override
	public void onFinished(FinishedJob job) {
		this.finished.add(job.outcome());
	}

	@Override
	public void onOutcome(FinishedJob last) {
		this.outcomes.add(last.outcome());
	}

}
