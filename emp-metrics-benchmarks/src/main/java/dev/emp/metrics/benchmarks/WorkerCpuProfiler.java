package dev.emp.metrics.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of one call, least over the iterations: on a machine that others
 * share, the time by the clock says little. Garbage collection and compilation have
 * threads of their own and are left out.
 */
public final class WorkerCpuProfiler implements InternalProfiler {

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private long before;

	@Override
	public String getDescription() {
		return "Processor time of the benchmark's threads per call";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = nanos();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double perCall = (double) (nanos() - this.before) / result.getMetadata().getAllOps();
		return List.of(new ScalarResult("cpu", perCall, "ns/op", AggregationPolicy.MIN));
	}

	private static long nanos() {
		long sum = 0;
		for (long id : threads.getAllThreadIds()) {
			ThreadInfo info = threads.getThreadInfo(id);
			if (info != null && info.getThreadName().contains("jmh-worker")) {
				sum += Math.max(threads.getThreadCpuTime(id), 0);
			}
		}
		return sum;
	}

}
