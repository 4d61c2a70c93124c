package io.tickbus.junit5;

import io.tickbus.Tickbus;
import io.tickbus.event.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps the last status of each part of a pipeline and its last events, for the message of a failed wait. Thread-safe. */
final class PipelineMonitor {
    private static final int EVENTS_MAX = 10;

    private final Map<String, Status> statuses = new TreeMap<>();
    private final Deque<String> events = new ArrayDeque<>();

    PipelineMonitor(Tickbus tickbus) {
        tickbus.statuses(this::add);
        tickbus.events(event -> add("event " + event.encode()));
        tickbus.rejections(rejection -> add("rejection " + rejection.toJson().encode()));
    }

    private synchronized void add(Status status) {
        statuses.put(status.part() + " " + status.name(), status);
    }

    private synchronized void add(String event) {
        if (events.size() == EVENTS_MAX) {
            events.remove();
        }
        events.add(event);
    }

    /** Describes the parts of the pipeline and their last events, one line each. */
    synchronized String text() {
        String parts = statuses.entrySet().stream()
                .map(part -> "\n  " + part.getKey() + ": " + text(part.getValue()))
                .collect(Collectors.joining());
        String last = events.stream().map(event -> "\n  " + event).collect(Collectors.joining());
        return "statuses:" + (parts.isEmpty() ? " none" : parts) + "\nlast events:" + (last.isEmpty() ? " none" : last);
    }

    private static String text(Status status) {
        String reason = status.reason().isEmpty() ? "" : " (" + status.reason() + ")";
        return status.state() + reason + ", rows received " + status.received() + ", applied " + status.applied()
                + ", messages rejected " + status.rejected() + ", gaps " + status.gaps();
    }
}
