package io.tickbus.gateway;

import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.metrics.Metric;
import io.tickbus.server.QServer;
import io.tickbus.server.Refusal;
import java.util.Locale;

/** The metrics of a gateway. {@link GatewayVerticle} registers them. */
final class GatewayMeters {
    private GatewayMeters() {}

    /** Registers the metrics of a server. The caller closes the returned group when the server is closed. */
    static MeterGroup show(Meters meters, QServer server, int port) {
        MeterGroup group = meters.group("port", Integer.toString(port));
        group.show(Metric.GATEWAY_CONNECTIONS, server::connections);
        group.show(Metric.GATEWAY_RECEIVED, server::receivedBytes);
        group.show(Metric.GATEWAY_SENT, server::sentBytes);
        group.show(Metric.GATEWAY_BUFFERED, server::bufferedBytes);
        for (Refusal kind : Refusal.values()) {
            group.show(
                    Metric.GATEWAY_REFUSALS,
                    () -> server.refusals(kind),
                    "kind",
                    kind.name().toLowerCase(Locale.ROOT));
        }
        return group;
    }
}
