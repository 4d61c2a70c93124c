package io.tickbus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The meters of one part of a node. All meters of the group have the group's labels. {@link #close} removes all meters
 * of the group. A thread that reads the metrics calls the functions that return the values. These functions must not
 * block and must not throw an exception. Thread-safe.
 */
public final class MeterGroup implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags labels;
    private final List<Meter> meters = new ArrayList<>(); // This list is also the lock for the other fields.
    private final List<Object> sources = new ArrayList<>(); // Micrometer has only weak references to these objects.
    private boolean closed;

    MeterGroup(MeterRegistry registry, Tags labels) {
        this.registry = registry;
        this.labels = labels;
    }

    /**
     * Adds a meter with one value.
     *
     * @param metric a counter or a gauge
     * @param number returns the current value
     * @param moreLabels further labels as name, value, name, value
     * @throws IllegalArgumentException if the metric is a timer
     */
    public void show(Metric metric, DoubleSupplier number, String... moreLabels) {
        Tags all = labels.and(moreLabels);
        switch (metric.kind()) {
            case COUNTER ->
                add(
                        number,
                        () -> FunctionCounter.builder(metric.meterName(), number, DoubleSupplier::getAsDouble)
                                .tags(all)
                                .baseUnit(metric.unit())
                                .description(metric.help())
                                .register(registry));
            case GAUGE ->
                add(
                        number,
                        () -> Gauge.builder(metric.meterName(), number, DoubleSupplier::getAsDouble)
                                .tags(all)
                                .baseUnit(metric.unit())
                                .description(metric.help())
                                .register(registry));
            case TIMER -> throw new IllegalArgumentException(metric + " has two numbers");
        }
    }

    /**
     * Adds a timer.
     *
     * @param metric a timer
     * @param count returns the number of operations
     * @param nanos returns the total time of all operations, in ns
     * @param moreLabels further labels as name, value, name, value
     * @throws IllegalArgumentException if the metric is not a timer
     */
    public void show(Metric metric, LongSupplier count, LongSupplier nanos, String... moreLabels) {
        if (metric.kind() != Metric.Kind.TIMER) {
            throw new IllegalArgumentException(metric + " has one number");
        }
        Timed timed = new Timed(count, nanos);
        Tags all = labels.and(moreLabels);
        add(
                timed,
                () -> FunctionTimer.builder(
                                metric.meterName(), timed, Timed::counted, Timed::elapsed, TimeUnit.NANOSECONDS)
                        .tags(all)
                        .description(metric.help())
                        .register(registry));
    }

    private record Timed(LongSupplier count, LongSupplier nanos) {
        long counted() {
            return count.getAsLong();
        }

        double elapsed() {
            return nanos.getAsLong();
        }
    }

    private void add(Object source, Supplier<Meter> registration) {
        synchronized (meters) {
            if (!closed) {
                sources.add(source);
                meters.add(registration.get());
            }
        }
    }

    /** Removes all meters of the group. Later calls of {@code show} have no effect. */
    @Override
    public void close() {
        synchronized (meters) {
            closed = true;
            meters.forEach(registry::remove);
            meters.clear();
            sources.clear();
        }
    }
}
