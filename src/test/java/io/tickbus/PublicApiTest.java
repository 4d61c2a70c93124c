package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tickbus.junit5.TestTickerplant;
import io.tickbus.replication.PartitionState;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds that each package says whether users may rely on it, and that signatures of public packages show public types only.
 * A package is public if its {@code package-info} begins with "Public API."
 */
class PublicApiTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTING_KIT = Path.of("src/junit5/java");
    private static final Pattern TYPE = Pattern.compile("io\\.tickbus(?:\\.[a-z]\\w*)+(?=\\.[A-Z])");

    @Test
    void everyPackageSaysWhetherItIsPublic() throws IOException {
        for (Path sources : List.of(MAIN, TESTING_KIT)) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.endsWith("package-info.java")).toList()) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .containsPattern("^/\\*\\*\\s+\\* (Public API|Internal)\\b");
                }
            }
        }
    }

    @Test
    void signaturesOfPublicPackagesShowPublicTypesOnly() throws IOException {
        Set<String> packages = publicPackages();
        assertThat(packages).contains("io.tickbus.client", "io.tickbus.event", "io.tickbus.q");
        JavaClasses types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.tickbus");
        assertThat(hiddenTypes(types, packages)).isEmpty();
    }

    @Test
    void signaturesOfTheTestingKitShowPublicTypesOnly() throws IOException {
        assertThat(publicPackages(TESTING_KIT)).containsExactly("io.tickbus.junit5");
        Set<String> packages = publicPackages();
        packages.add("io.tickbus.junit5");
        JavaClasses types = new ClassFileImporter().importPackages("io.tickbus.junit5");
        assertThat(types.contain(TestTickerplant.class)).isTrue();
        assertThat(hiddenTypes(types, packages)).isEmpty();
    }

    @Test
    void hiddenTypeIsFound() {
        assertThat(hiddenTypes(Shows.class, Set.of("io.tickbus")))
                .singleElement()
                .asString()
                .contains("PartitionState");
    }

    /** Returns the public packages of the main jar. */
    static Set<String> publicPackages() throws IOException {
        return publicPackages(MAIN);
    }

    private static Set<String> publicPackages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(path -> path.endsWith("package-info.java"))
                    .filter(PublicApiTest::isMarkedPublic)
                    .map(path -> sources.relativize(path.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isMarkedPublic(Path packageInfo) {
        try {
            return Files.readString(packageInfo).contains("* Public API.");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** A nested type counts only if the types around it are public too. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
    }

    private static List<String> hiddenTypes(JavaClasses types, Set<String> packages) {
        List<String> hidden = new ArrayList<>();
        for (JavaClass type : types) {
            if (packages.contains(type.getPackageName()) && isPublic(type)) {
                hidden.addAll(hiddenTypes(type.reflect(), packages));
            }
        }
        return hidden;
    }

    private static List<String> hiddenTypes(Class<?> type, Set<String> packages) {
        List<String> signatures = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            addIfVisible(method, signatures);
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            addIfVisible(constructor, signatures);
        }
        for (Field field : type.getDeclaredFields()) {
            addIfVisible(field, signatures);
        }
        return signatures.stream()
                .filter(signature ->
                        TYPE.matcher(signature).results().anyMatch(named -> !packages.contains(named.group())))
                .toList();
    }

    private static void addIfVisible(Member member, List<String> signatures) {
        boolean isVisible = Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
        if (isVisible && !member.isSynthetic()) {
            signatures.add(
                    member instanceof Executable executable
                            ? executable.toGenericString()
                            : ((Field) member).toGenericString());
        }
    }

    /** Shows a type of an internal package. */
    public static final class Shows {
        public @SuppressWarnings("unused") void take(PartitionState state) {}
    }
}
