package io.tickbus.config;

/**
 * The status line and the published state.
 *
 * @param everyMs how often, 100 to 3,600,000
 */
public record StatusConfig(int everyMs) {
    static StatusConfig from(ConfigSection section) {
        var config = new StatusConfig(section.integer("everyMs", 2000, 100, Limits.HOUR_MS));
        section.reportUnknownKeys();
        return config;
    }
}
