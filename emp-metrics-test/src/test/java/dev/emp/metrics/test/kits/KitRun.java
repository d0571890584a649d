package dev.emp.metrics.test.kits;

import java.util.Set;
import java.util.TreeSet;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What became of the tests of a kit.
 *
 * @param passed the names of the tests that passed
 * @param failed the names of those that failed
 * @param aborted the names of those that did not apply
 */
record KitRun(Set<String> passed, Set<String> failed, Set<String> aborted) {

	static KitRun of(Class<?> kit) {
		KitRun run = new KitRun(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(kit))
			.build();
		LauncherFactory.create().execute(request, run.listener());
		return run;
	}

	private TestExecutionListener listener() {
		return new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (test.isTest()) {
					of(result).add(test.getDisplayName().replace("()", ""));
				}
			}

		};
	}

	private Set<String> of(TestExecutionResult result) {
		return switch (result.getStatus()) {
			case SUCCESSFUL -> this.passed;
			case FAILED -> this.failed;
			case ABORTED -> this.aborted;
		};
	}

}
