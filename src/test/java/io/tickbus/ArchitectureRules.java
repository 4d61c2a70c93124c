package io.tickbus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the architecture for the packages below {@code base}. A package that does not exist yet breaks none of them.
 *
 * <p>An arrow belongs to one package: a sub-package such as {@code q.wire} has its own arrows, and an arrow to {@code q} does not
 * lead to it. All other rules hold for a package and its sub-packages.
 *
 * @param base the package that holds all others, such as {@code io.tickbus}
 * @param arrows package -> the packages it may use; {@code base} itself has the empty name
 */
record ArchitectureRules(String base, Map<String, Set<String>> arrows) {
    /** {@code name} depends on none of the other packages but those that its arrows lead to. */
    ArchRule usesOnlyItsArrows(String name) {
        Set<String> allowed = arrows.getOrDefault(name, Set.of());
        Set<String> forbidden = new HashSet<>(arrows.keySet());
        forbidden.removeAll(allowed);
        forbidden.remove(name);
        return noClasses()
                .that()
                .resideInAPackage(exactly(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(exactly(forbidden))
                .as(name + " uses only " + allowed)
                .allowEmptyShould(true);
    }

    ArchRule nothingOutside() {
        return classes()
                .should()
                .resideInAnyPackage(exactly(arrows.keySet()))
                .as("every class is in a package that has arrows")
                .allowEmptyShould(true);
    }

    /** The JDK, and the annotations that say what may be null. */
    ArchRule onlyTheJdkIn(String name) {
        return classes()
                .that()
                .resideInAPackage(within(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(base + "..", "java..", "javax..", "jdk..", "org.jspecify.annotations..")
                .as(name + " uses the JDK only")
                .allowEmptyShould(true);
    }

    ArchRule noVertxIn(String name) {
        return noClasses()
                .that()
                .resideInAPackage(within(name))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .as(name + " knows no Vert.x")
                .allowEmptyShould(true);
    }

    /** All others log through SLF4J, so that applications that they are part of may log with what they like. */
    ArchRule logbackOnlyIn(String name) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(within(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ch.qos.logback..", "net.logstash.logback..")
                .as("only " + name + " knows logback")
                .allowEmptyShould(true);
    }

    ArchRule noCycles() {
        return slices().matching(base + ".(**)")
                .should()
                .beFreeOfCycles()
                .as("packages form no cycle")
                .allowEmptyShould(true);
    }

    ArchRule standardStreamsOnlyIn(String name) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(within(name))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .as("only " + name + " prints")
                .allowEmptyShould(true);
    }

    ArchRule exitOnlyIn(String name) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(within(name))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .as("only " + name + " ends the program")
                .allowEmptyShould(true);
    }

    ArchRule everyPackageIsNullMarked() {
        return classes().should(beInANullMarkedPackage()).allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package whose package-info.java says @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + (marked ? " is" : " is not") + " in a @NullMarked package"));
            }
        };
    }

    private String within(String name) {
        return base + "." + name + "..";
    }

    private String exactly(String name) {
        return name.isEmpty() ? base : base + "." + name;
    }

    private String[] exactly(Set<String> names) {
        return names.stream().map(this::exactly).toArray(String[]::new);
    }
}
