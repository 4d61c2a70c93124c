package io.tickbus.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of an application that is a named module. */
class NamedModuleTest {
    private static final Flip ROWS = new Flip(List.of("size"), List.of(new LongVector(QType.LONG, 7)));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    /** Compiles a module with one record, and returns the record as a module layer of its own has it. */
    private Class<? extends Record> recordOf(String moduleInfo) throws Exception {
        Path info = Files.writeString(dir.resolve("module-info.java"), moduleInfo);
        Path source = Files.createDirectories(dir.resolve("app")).resolve("Trade.java");
        Files.writeString(source, "package app; public record Trade(long size) {}");
        Path classes = dir.resolve("classes");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), info.toString(), source.toString()))
                .isZero();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration modules =
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop"));
        return boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader())
                .findLoader("shop")
                .loadClass("app.Trade")
                .asSubclass(Record.class);
    }

    private static <T extends Record> List<T> read(Class<T> type) {
        return RecordMapping.of(type, Schema.of(ROWS)).read(ROWS);
    }

    @Test
    void closedPackageIsNamedWithWhatToWrite() throws Exception {
        Class<? extends Record> type = recordOf("module shop {}");

        assertThatThrownBy(() -> read(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "app.Trade cannot be used: the module shop does not open the package app; write \"opens app;\""
                                + " into its module-info.java");
    }

    @Test
    void openPackageIsEnough() throws Exception {
        assertThat(read(recordOf("module shop { opens app; }"))).singleElement().hasToString("Trade[size=7]");
    }
}
