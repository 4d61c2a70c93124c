package io.tickbus.config;

/**
 * The settings of the status line, which the program prints at regular intervals.
 *
 * @param everyMs the time between two status lines, from 100 to 3,600,000 ms
 */
public record StatusConfig(int everyMs) {
    static StatusConfig from(ConfigSection section) {
        var config = new StatusConfig(section.integer("everyMs", 2000, 100, Limits.HOUR_MS));
        section.reportUnknownKeys();
        return config;
    }
}
