package io.tickbus.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Leaves out what the libraries of a cluster log and no operator can act upon. logback.xml attaches it to the appender.
 *
 * <ul>
 *   <li>A lite member that has left. Client commands are lite members, and Hazelcast suspects each of them when it ends.
 *   <li>A connection of the event bus that fails again. Vert.x logs each message that it could not send; one in ten seconds is
 *       passed on for each node.
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

    /** The time, in ms, at which a message was last passed on. The least recently passed one is evicted. */
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
