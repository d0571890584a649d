package dev.emp.metrics.job;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns of calls that are annotated and not counted: of all that the start finds at once,
 * then of each class that is found later.
 */
final class UncountedCalls {

	private static final Log logger = LogFactory.getLog(MeteredJob.class);

	private final Set<String> findings = new LinkedHashSet<>();

	private boolean started;

	/**
	 * Add what was found in one class.
	 * @param more sentences, without a full stop
	 */
	synchronized void add(Collection<String> more) {
		this.findings.addAll(more);
		if (this.started) {
			warn();
		}
	}

	/**
	 * Warn of what was found so far, and from now on of each class at once.
	 */
	synchronized void started() {
		this.started = true;
		warn();
	}

	private void warn() {
		if (!this.findings.isEmpty()) {
			logger.warn("@MeteredJob counts only calls that a proxy sees. Not counted:\n  "
					+ String.join("\n  ", this.findings)
					+ "\nOpen the class or the method (in Kotlin add 'open'), inject the bean and call it through its "
					+ "proxy (a BeanPostProcessor sees the proxy in postProcessAfterInitialization, unless it is "
					+ "PriorityOrdered), or use JobRecorder.");
			this.findings.clear();
		}
	}

}
