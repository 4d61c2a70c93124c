package io.tickbus.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A logback filter that drops two kinds of messages of the cluster libraries. Operators cannot do anything about these
 * messages. logback.xml attaches the filter to the appender.
 *
 * <ul>
 * <li>Hazelcast reports that a lite member has left. Each client command of Tickbus is a lite member, and leaves when
 *     the command ends.
 * <li>Vert.x reports again that it could not send a message to a node. The filter passes on one report in ten seconds
 *     for each node.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ClusterNoise extends Filter<ILoggingEvent> {
    private static final String MEMBERSHIP = "com.hazelcast.internal.cluster.impl.MembershipManager";
    private static final String LITE_MEMBER = " lite is suspected";
    private static final String BUS = "io.vertx.core.eventbus.impl.clustered.";
    private static final long REPEAT_MS_MIN = TimeUnit.SECONDS.toMillis(10);
    private static final int MESSAGES_MAX = 100;

    /**
     * The time in ms at which each log message was last passed on. Above MESSAGES_MAX messages, the message with the
     * oldest time is evicted.
     */
    private final Map<String, Long> passed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MESSAGES_MAX;
        }
    };

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String logger = event.getLoggerName();
        boolean left = logger.equals(MEMBERSHIP) && event.getFormattedMessage().contains(LITE_MEMBER);
        return left || (logger.startsWith(BUS) && isRepeated(event)) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private synchronized boolean isRepeated(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        Long before = passed.get(message);
        if (before != null && event.getTimeStamp() - before < REPEAT_MS_MIN) {
            return true;
        }
        passed.remove(message);
        passed.put(message, event.getTimeStamp());
        return false;
    }
}
