package io.tickbus.web;

import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.metrics.Metric;
import io.tickbus.q.Symbols;

/**
 * The meters for the symbols of this process. The web verticle creates the meters. {@link #close} removes the meters.
 */
final class SymbolMeters implements AutoCloseable {
    private final MeterGroup group;

    SymbolMeters(Meters meters) {
        group = meters.group();
        group.show(Metric.SYMBOLS, () -> Symbols.use().count());
        group.show(Metric.SYMBOLS_MAX, () -> Symbols.use().bounds().countMax());
        group.show(Metric.SYMBOLS_BYTES, () -> Symbols.use().bytes());
        group.show(Metric.SYMBOLS_MAX_BYTES, () -> Symbols.use().bounds().bytesMax());
    }

    @Override
    public void close() {
        group.close();
    }
}
