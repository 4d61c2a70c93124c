package io.tickbus.cli;

import io.tickbus.access.ClaimRights;
import io.tickbus.config.FeedConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.Problem;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.tickerplant.TickerplantVerticle;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds wrong names in a configuration. Reports rights that do not exist. If there is an embedded tickerplant, reports a CSV
 * file that does not exist, and tables that the tickerplant does not publish. {@code check} uses this class. {@code run}
 * does not use it, because the CSV file can be on another host.
 */
final class ReferenceCheck {
    private final PipelineConfig config;

    ReferenceCheck(PipelineConfig config) {
        this.config = config;
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        WebConfig web = config.web();
        if (web != null && web.openId() != null) {
            ClaimRights.problems(web.openId().rights())
                    .forEach((group, message) -> problems.add(problem("web.openid.rights." + group, message)));
        }
        TickerplantConfig tickerplant = config.tickerplant();
        if (tickerplant == null) {
            return problems;
        }
        if (tickerplant.feed() instanceof FeedConfig.Csv csv && !Files.isReadable(csv.file())) {
            problems.add(problem("tickerplant.feed.file", csv.file() + ": the file does not exist or cannot be read"));
        }
        Set<String> published = TickerplantVerticle.tables(tickerplant);
        for (int i = 0; i < config.subscribers().size(); i++) {
            SubscriberConfig subscriber = config.subscribers().get(i);
            if (tickerplant.feeds(subscriber) && subscriber.subscription() instanceof SubscriptionConfig.Tables asked) {
                for (String table : asked.names()) {
                    if (!published.contains(table)) {
                        problems.add(problem(
                                "subscribers[" + i + "].tables",
                                "the embedded tickerplant has no table " + table + "; there are "
                                        + String.join(", ", published)));
                    }
                }
            }
        }
        return problems;
    }

    private static Problem problem(String path, String message) {
        return new Problem("", 0, path, message);
    }
}
