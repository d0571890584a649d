package dev.emp.metrics.benchmarks.machine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

import dev.emp.metrics.disk.DiskAutoConfiguration;
import dev.emp.metrics.host.HostAutoConfiguration;
import dev.emp.metrics.process.ProcessAutoConfiguration;
import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * What one look at the machine costs, and the same with OSHI.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
public class MachineBenchmark {

	private MachineContext context;

	private SampledSource<?> host;

	private SampledSource<?> process;

	private SampledSource<?> disk;

	private Gauge gauge;

	private HardwareAbstractionLayer oshiHardware;

	private OperatingSystem oshiSystem;

	private OSProcess oshiProcess;

	@Setup(Level.Trial)
	public void start() throws InterruptedException {
		this.context = new MachineContext(Map.of("emp.metrics.interval", "1h"), SupportAutoConfiguration.class,
				HostAutoConfiguration.class, ProcessAutoConfiguration.class, DiskAutoConfiguration.class);
		List<SampledSource<?>> sources = this.context.sources();
		this.host = named(sources, "host");
		this.process = named(sources, "process");
		this.disk = named(sources, "disk:");
		while (this.context.registry().find("system.memory.usage").gauge() == null) {
			TimeUnit.MILLISECONDS.sleep(10);
		}
		this.gauge = this.context.registry().get("system.memory.usage").gauge();
		this.oshiHardware = new SystemInfo().getHardware();
		this.oshiSystem = new SystemInfo().getOperatingSystem();
		this.oshiProcess = this.oshiSystem.getCurrentProcess();
	}

	private static SampledSource<?> named(List<SampledSource<?>> sources, String name) {
		return sources.stream().filter((source) -> source.name().startsWith(name)).findFirst().orElseThrow();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Object host() throws Exception {
		return round(this.host);
	}

	@Benchmark
	public Object process() throws Exception {
		return round(this.process);
	}

	@Benchmark
	public Object disk() throws Exception {
		return round(this.disk);
	}

	@Benchmark
	public double gauge() {
		return this.gauge.value();
	}

	@Benchmark
	public Object hostWithOshi() {
		long memory = this.oshiHardware.getMemory().getTotal() - this.oshiHardware.getMemory().getAvailable();
		return new Object[] { this.oshiHardware.getProcessor().getSystemCpuLoadTicks(), memory,
				this.oshiHardware.getDiskStores(), this.oshiHardware.getNetworkIFs() };
	}

	@Benchmark
	public Object processWithOshi() {
		this.oshiProcess.updateAttributes();
		return this.oshiProcess.getResidentMemory() + this.oshiProcess.getThreadCount();
	}

	@Benchmark
	public Object diskWithOshi() {
		return this.oshiSystem.getFileSystem().getFileStores();
	}

	private static <T> Object round(SampledSource<T> source) throws Exception {
		T snapshot = source.read();
		source.rows(snapshot);
		return snapshot;
	}

}
