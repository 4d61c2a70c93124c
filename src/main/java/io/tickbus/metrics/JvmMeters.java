package io.tickbus.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;

/**
 * What the JVM says of itself, under Micrometer's own names, but for processor time, which is {@code
 * process_cpu_seconds_total} as everywhere else: the share in use is its {@code rate}, where Micrometer's own gauges read the
 * files of the container's limits each time.
 */
public final class JvmMeters implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    JvmMeters(MeterRegistry registry) {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        cpuTime(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static void cpuTime(MeterRegistry registry) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        if (system != null) { // not every JVM has it
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                    .baseUnit("seconds")
                    .description("Processor time of this process, user and system together")
                    .register(registry);
        }
    }

    /** Hears of no further collection; the numbers that are read stay. */
    @Override
    public void close() {
        collections.close();
    }
}
