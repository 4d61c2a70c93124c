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

/** A group of meters in a registry of Micrometer. Thread-safe. */
final class PrometheusMeterGroup implements MeterGroup {
    private final MeterRegistry registry;
    private final Tags labels;
    private final List<Meter> meters = new ArrayList<>(); // This list is also the lock for the other fields.
    private final List<Object> sources = new ArrayList<>(); // Kept, because Micrometer refers to them weakly.
    private boolean closed;

    PrometheusMeterGroup(MeterRegistry registry, Tags labels) {
        this.registry = registry;
        this.labels = labels;
    }

    @Override
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

    @Override
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
