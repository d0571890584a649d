package dev.emp.metrics.architecture;

import java.util.function.Function;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the library keeps {@link ArchitectureRules}, and that each rule sees a
 * fixture that breaks it.
 */
class ArchitectureTests {

	private static final String ROOT = "dev.emp.metrics";

	private static final JavaClasses library = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	private static final ArchitectureRules rules = new ArchitectureRules(ROOT);

	@Test
	void importsFlowDown() {
		rules.importsFlowDown().check(library);
		assertBroken("floors", ArchitectureRules::importsFlowDown, "Upward", "Page");
		assertBroken("floors", ArchitectureRules::importsFlowDown, "Sideward", "Depth");
	}

	@Test
	void packagesAreFreeOfCycles() {
		rules.packagesAreFreeOfCycles().check(library);
		assertBroken("cycle", ArchitectureRules::packagesAreFreeOfCycles, "Cycle detected", "Here");
	}

	@Test
	void theGroundStandsAlone() {
		rules.theGroundStandsAlone().check(library);
		assertBroken("ground", ArchitectureRules::theGroundStandsAlone, "Grounded", "Feature");
	}

	@Test
	void whatMeasuresKnowsNoSpring() {
		rules.whatMeasuresKnowsNoSpring().check(library);
		assertBroken("spring", ArchitectureRules::whatMeasuresKnowsNoSpring, "SpringMetrics", "StringUtils");
	}

	@Test
	void autoConfigurationsAreClosed() {
		rules.autoConfigurationsAreClosed().check(library);
		assertBroken("configuration", ArchitectureRules::autoConfigurationsAreClosed, "OpenAutoConfiguration", "FINAL");
		assertBroken("configuration", ArchitectureRules::autoConfigurationsAreClosed, "OpenAutoConfiguration",
				"bean()");
	}

	@Test
	void threadsAreMadeInOnePlace() {
		rules.threadsAreMadeInOnePlace().check(library);
		assertBroken("threads", ArchitectureRules::threadsAreMadeInOnePlace, "OwnThreads", "Thread.<init>");
		assertBroken("threads", ArchitectureRules::threadsAreMadeInOnePlace, "OwnThreads", "Executors");
	}

	@Test
	void textsAreTheSameInEveryLocale() {
		rules.textsAreTheSameInEveryLocale().check(library);
		assertBroken("locale", ArchitectureRules::textsAreTheSameInEveryLocale, "LocalNumber", "toLowerCase()",
				"String.format(", "'%s: %1$,d points'", "java.text.NumberFormat");
	}

	@Test
	void onlyWhatAnApplicationNamesIsPublic() {
		assertThat(library.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map((type) -> type.getName().substring(ROOT.length() + 1))
			.filter((name) -> !name.endsWith("AutoConfiguration"))).isSubsetOf("ConditionalOnFeature", "Documentation",
					"EmpMetricsProperties", "IdentityProperties", "InvalidSettingException", "LibraryVersion",
					"LowestPrecedence", "MeterDefinition", "MeterDefinitions", "MeterSpec", "PrometheusNames",
					"SettingName", "TypeNames", "job.ErrorClassifier", "job.ErrorType", "job.FinishedJob",
					"job.JobInfo", "job.JobListener", "job.JobOutcome", "job.JobRecorder", "job.JobRun",
					"job.JobRunThreadLocalAccessor", "job.JobStatus", "job.JobTagsContributor", "job.MeteredJob",
					"queue.EnqueuedExtractor", "queue.LiveQueueProbe", "queue.QueueProbe", "queue.QueueProbes",
					"queue.QueueReading", "queue.QueueState", "support.BeanSources", "support.BlockDevices",
					"support.BoundedTags", "support.ContextProbes", "support.DaemonThreads", "support.Destination",
					"support.DirectCalls", "support.Enqueued", "support.FeatureNote", "support.GrownSum",
					"support.Growth", "support.Guarded", "support.KernelFile", "support.KernelText", "support.Lazy",
					"support.LibraryBuckets", "support.LocalPaths", "support.MeteredExecutorService", "support.Meters",
					"support.NameFilter", "support.NetworkDevices", "support.OpenTelemetryInstrumentation",
					"support.OperatingSystem", "support.ProbeNames", "support.Processors", "support.PushPhase",
					"support.Ratio", "support.RunningWork", "support.SaidFailure", "support.SampledProbes",
					"support.SampledRow", "support.SampledSource", "support.SampledSources", "support.Sampler",
					"support.SamplingInterval", "support.SettingsCheck", "support.ShownGauge", "support.SupportMeters",
					"support.TagKeys", "support.ThreadPools", "worker.WorkerProbe", "worker.WorkerProbes",
					"worker.WorkerReading");
	}

	private static void assertBroken(String fixture, Function<ArchitectureRules, ArchRule> rule, String... parts) {
		String root = "dev.emp.metrics.architecture.fixture." + fixture;
		EvaluationResult result = rule.apply(new ArchitectureRules(root))
			.evaluate(new ClassFileImporter().importPackages(root));
		assertThat(result.hasViolation()).isTrue();
		assertThat(result.getFailureReport().toString()).contains(parts);
	}

}
