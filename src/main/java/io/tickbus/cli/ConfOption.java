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
    /** The system property with the folder that contains conf/. scripts/tickbus and the image set it. */
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

    /** Returns a file of the installation, or null if the installation's folder is unknown. */
    static @Nullable Path home(Path file) {
        String home = System.getProperty(HOME);
        return home == null ? null : Path.of(home).resolve(file);
    }

    /**
     * Returns the section {@code cluster} of the configuration. Without a configuration file it returns the default.
     */
    ClusterConfig cluster() {
        return given == null && !Files.exists(path())
                ? ClusterConfig.of(Map.of(), Map.of())
                : ClusterConfig.read(path(), System.getenv());
    }

    /** Returns whether the section {@code cluster} of the configuration lists members. */
    boolean listsMembers() {
        return (given != null || Files.exists(path())) && ClusterConfig.listsMembers(path());
    }

    /**
     * Returns what some roles of a configuration run.
     *
     * @throws ConfigException with the lines of the file, when it does not have what a role needs
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
