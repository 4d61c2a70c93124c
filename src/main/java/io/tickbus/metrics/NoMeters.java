package io.tickbus.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Ignores all meters, because the application has no library for metrics. Stateless. */
final class NoMeters implements Meters {
    @Override
    public MeterGroup group(String... labels) {
        return new NoGroup();
    }

    private static final class NoGroup implements MeterGroup {
        @Override
        public void show(Metric metric, DoubleSupplier number, String... moreLabels) {}

        @Override
        public void show(Metric metric, LongSupplier count, LongSupplier nanos, String... moreLabels) {}

        @Override
        public void close() {}
    }
}
