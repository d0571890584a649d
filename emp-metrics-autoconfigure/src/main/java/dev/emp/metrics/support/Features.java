package dev.emp.metrics.support;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Which features are on, and why the others are off, as Boot's conditions decided. A
 * feature is known by its auto-configuration, which has the name of its package.
 */
final class Features {

	static final String ON = "on";

	private static final Pattern ANNOTATION = Pattern.compile("^@\\w+ (\\([^)]*\\) )?");

	private static final String ROOT = ClassUtils.getPackageName(Features.class.getPackageName()) + ".";

	private Features() {
	}

	/**
	 * The features in alphabetical order.
	 * @param beanFactory the bean factory of the application
	 * @return each feature with {@link #ON} or the reason why it is off
	 */
	static SortedMap<String, String> of(ConfigurableListableBeanFactory beanFactory) {
		ConditionEvaluationReport report = ConditionEvaluationReport.get(beanFactory);
		SortedMap<String, String> features = new TreeMap<>();
		for (String type : ImportCandidates.load(AutoConfiguration.class, beanFactory.getBeanClassLoader())) {
			String feature = ClassUtils.getShortName(ClassUtils.getPackageName(type));
			String name = StringUtils.capitalize(feature) + "AutoConfiguration";
			if (type.equals(ROOT + feature + "." + name) && !feature.equals("support")) {
				features.put(feature, beanFactory.containsBeanDefinition(type) ? ON : reason(type, report));
			}
		}
		return features;
	}

	private static String reason(String type, ConditionEvaluationReport report) {
		if (report.getExclusions().contains(type)) {
			return ClassUtils.getShortName(type) + " is excluded";
		}
		ConditionAndOutcomes outcomes = report.getConditionAndOutcomesBySource().get(type);
		if (outcomes == null) {
			return AotDetector.useGeneratedArtifacts() ? "decided when the application was built"
					: "not part of this application";
		}
		return outcomes.stream()
			.map(ConditionEvaluationReport.ConditionAndOutcome::getOutcome)
			.filter((outcome) -> !outcome.isMatch() && outcome.getMessage() != null)
			.map((outcome) -> ANNOTATION.matcher(outcome.getMessage()).replaceFirst(""))
			.findFirst()
			.orElse("its conditions do not hold");
	}

}
