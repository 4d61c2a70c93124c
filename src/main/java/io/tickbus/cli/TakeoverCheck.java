package io.tickbus.cli;

import io.tickbus.config.PipelineConfig;
import io.tickbus.config.ReplayConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.TickerplantConfig;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds subscribers of a configuration whose old rows would be lost at a takeover. A new owner of the tables begins
 * with empty tables. Only a tickerplant's log contains the rows that were published before the takeover. {@code check}
 * and {@code run --cluster} use this class.
 */
final class TakeoverCheck {
    private static final String LOSES = "a takeover will lose rows: ";

    private final PipelineConfig config;

    TakeoverCheck(PipelineConfig config) {
        this.config = config;
    }

    /**
     * Returns one warning for each cause of lost rows. The list is empty if every subscriber can replay. The warnings
     * do not stop the program.
     */
    List<String> warnings() {
        return Stream.concat(unlogged(), notReplayed()).toList();
    }

    private Stream<String> unlogged() {
        TickerplantConfig tickerplant = config.tickerplant();
        boolean feeds = tickerplant != null
                && tickerplant.logDir() == null
                && config.subscribers().stream().anyMatch(tickerplant::feeds);
        return feeds
                ? Stream.of("tickerplant.logDir: " + LOSES + "the tickerplant writes no log; give it a directory")
                : Stream.empty();
    }

    private Stream<String> notReplayed() {
        return config.subscribers().stream()
                .filter(subscriber -> subscriber.replay().mode() == ReplayConfig.Mode.NONE)
                .map(SubscriberConfig::name)
                .map(name -> "subscribers." + name + ".replay: " + LOSES + "it reads no log; choose file or ipc");
    }
}
