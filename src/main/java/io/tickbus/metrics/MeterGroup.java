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
 * The numbers of one part of a node, all with the same labels, until it is closed. What gives them is called by whoever reads
 * the metrics, on any thread, and must neither block nor throw. For any thread.
 */
public final class MeterGroup implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags labels;
    private final List<Meter> meters = new ArrayList<>(); // this list is the lock of the rest
    private final List<Object> sources = new ArrayList<>(); // which Micrometer does not hold by itself
    private boolean closed;

    MeterGroup(MeterRegistry registry, Tags labels) {
        this.registry = registry;
        this.labels = labels;
    }

    /**
     * Shows a number.
     *
     * @param moreLabels name, value, name, value
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
     * Shows how often something was done, and how long that took.
     *
     * @param nanos all together
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

    /** Takes them all off; nothing is shown from then on. */
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
