package dev.emp.metrics.architecture;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * The rules that the packages of the library keep, for any root package, so that fixtures
 * can break them.
 *
 * @param root the name of the root package
 */
record ArchitectureRules(String root) {

	/** The ground is floor 0; data flows down this list. */
	private static final List<List<String>> FLOORS = List.of(List.of("", "support"),
			List.of("job", "queue", "worker", "http", "model", "process", "host", "disk", "gpu", "container", "signal"),
			List.of("cost", "slo", "capacity"), List.of("export", "catalog", "console"));

	private static final Map<String, Integer> FLOOR = IntStream.range(0, FLOORS.size())
		.boxed()
		.flatMap((floor) -> FLOORS.get(floor).stream().map((name) -> Map.entry(name, floor)))
		.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

	ArchRule importsFlowDown() {
		return ArchRuleDefinition.classes().should(new ArchCondition<>("import only the ground and floors above") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getDirectDependenciesFromSelf()
					.stream()
					.filter((dependency) -> !mayImport(item, dependency.getTargetClass()))
					.forEach((dependency) -> events
						.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
			}

		});
	}

	ArchRule packagesAreFreeOfCycles() {
		return SlicesRuleDefinition.slices().matching(this.root + ".(*)..").should().beFreeOfCycles();
	}

	ArchRule theGroundStandsAlone() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(this.root)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(this.root + ".*..");
	}

	ArchRule whatMeasuresKnowsNoSpring() {
		return ArchRuleDefinition.noClasses()
			.that()
			.haveNameMatching(".*(Metrics|Probe|Reader|Parser|Forecast)")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..");
	}

	ArchRule autoConfigurationsAreClosed() {
		return ArchRuleDefinition.classes()
			.that()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(new ArchCondition<>("have no public methods") {

				@Override
				public void check(JavaClass item, ConditionEvents events) {
					item.getMethods()
						.stream()
						.filter((method) -> method.getModifiers().contains(JavaModifier.PUBLIC))
						.forEach((method) -> events
							.add(SimpleConditionEvent.violated(item, method.getDescription() + " is public")));
				}

			});
	}

	ArchRule threadsAreMadeInOnePlace() {
		return ArchRuleDefinition.noClasses()
			.that()
			.doNotHaveSimpleName("DaemonThreads")
			.should()
			.callConstructorWhere(JavaCall.Predicates
				.target(HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(Thread.class))))
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Executors.class)
			.because("a thread has the class loader of the application");
	}

	ArchRule textsAreTheSameInEveryLocale() {
		return ArchRuleDefinition.classes()
			.should(new LocaleCondition())
			.andShould(ArchConditions
				.not(ArchConditions.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("java.text"))))
			.because("names, headers and numbers are for machines");
	}

	private boolean mayImport(JavaClass from, JavaClass to) {
		if (!to.getPackageName().equals(this.root) && !to.getPackageName().startsWith(this.root + ".")) {
			return true;
		}
		String own = feature(from);
		String other = feature(to);
		return own.equals(other) || floor(other) == 0 || floor(other) < floor(own);
	}

	private static int floor(String feature) {
		Integer floor = FLOOR.get(feature);
		if (floor == null) {
			throw new IllegalStateException("The package " + feature + " stands in no floor of ArchitectureRules");
		}
		return floor;
	}

	private String feature(JavaClass type) {
		String path = type.getPackageName().substring(this.root.length());
		return path.isEmpty() ? "" : path.substring(1).split("\\.", -1)[0];
	}

}
