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
 * The meters of the JVM, with Micrometer's names. They measure memory, threads, garbage collections, processor time and
 * uptime. The web verticle creates the meters and closes them.
 *
 * <p>Processor time is the counter {@code process_cpu_seconds_total}, as in other programs. The {@code rate} of this
 * counter is the number of processors in use. Micrometer's own processor gauges are not used, because they read the
 * container's limit files at each scrape.
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
        if (system != null) { // Not every JVM reports its processor time.
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                    .baseUnit("seconds")
                    .description("Processor time of this process, user and system together")
                    .register(registry);
        }
    }

    /** Stops listening to garbage collections. The meters remain registered. */
    @Override
    public void close() {
        collections.close();
    }
}
