package io.tickbus.cli;

import io.tickbus.config.ClusterConfig;
import io.tickbus.config.ConfigException;
import io.tickbus.config.PipelineConfig;
import io.tickbus.pipeline.Plan;
import io.tickbus.pipeline.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --conf} of all commands that read a configuration. */
final class ConfOption {
    /** The system property with the installation folder. scripts/tickbus and the container image set the property. */
    private static final String HOME = "tickbus.home";

    private static final Path DEFAULT = Path.of("conf", "pipeline.yaml");

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description =
                    "The configuration, YAML or JSON. Default: conf/pipeline.yaml in the current directory, or else "
                            + "the one that comes with Tickbus. conf/reference.yaml explains every key.")
    private @Nullable Path given;

    Path path() {
        if (given != null) {
            return given;
        }
        Path installed = home(DEFAULT);
        return installed == null || Files.exists(DEFAULT) ? DEFAULT : installed;
    }

    /** Returns the path of a file in the installation folder, or null if the folder is unknown. */
    static @Nullable Path home(Path file) {
        String home = System.getProperty(HOME);
        return home == null ? null : Path.of(home).resolve(file);
    }

    /** Returns the section {@code cluster} of the configuration. Without a configuration file, returns the defaults. */
    ClusterConfig cluster() {
        return given == null && !Files.exists(path())
                ? ClusterConfig.of(Map.of(), Map.of())
                : ClusterConfig.read(path(), System.getenv());
    }

    boolean listsMembers() {
        return (given != null || Files.exists(path())) && ClusterConfig.listsMembers(path());
    }

    /**
     * Returns the parts of the pipeline that a node with the given roles runs.
     *
     * @throws ConfigException if the configuration lacks a setting that a role needs; the message names the lines of
     *     the file
     */
    Plan plan(PipelineConfig config, Set<Role> roles, int instances) {
        try {
            return Plan.of(config, roles, instances);
        } catch (ConfigException unfit) {
            throw PipelineConfig.located(path(), unfit.problems());
        }
    }

    PipelineConfig read() {
        return PipelineConfig.read(path(), System.getenv());
    }
}
