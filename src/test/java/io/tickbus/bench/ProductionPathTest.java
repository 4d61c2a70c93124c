package io.tickbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark measures the verticles that users deploy, and all rows are in the table at the end. */
class ProductionPathTest {
    @ParameterizedTest
    @CsvSource({"pairs,1,3,false", "pairs,1,2,true", "trade,1,2,true", "trade,100,2,false"})
    void benchmarkDeploysTheVerticlesOfProductionAndChecksEveryRow(
            String name, int rowsPerMessage, int connections, boolean single) throws Exception {
        Shape shape = new Shape(name, rowsPerMessage, connections, single);
        try (SenderProcess sender = new SenderProcess()) {
            sender.prepare(Order.fullSpeed(shape, 20));
            CheckedReceiver tickbus = Throughput.receiver("tickbus");
            tickbus.connect(shape, sender.port());
            assertThat(((TickbusReceiver) tickbus).verticles())
                    .contains(TableVerticle.class)
                    .filteredOn(SubscriberVerticle.class::equals)
                    .hasSize(connections);
            sender.awaitReady();
            sender.go();
            long[] sent = sender.awaitSent();
            long rows = Arrays.stream(sent).sum() * rowsPerMessage;
            long checksum = Arrays.stream(sent).map(shape.ring()::checksum).sum();
            tickbus.awaitRows(rows);

            assertThat(rows).isPositive();
            tickbus.check(rows, checksum);
            assertThatThrownBy(() -> tickbus.check(rows, checksum + 1)).hasMessageContaining("checksum");
            assertThatThrownBy(() -> tickbus.check(rows + 1, checksum)).hasMessageContaining(rows + " rows");
            tickbus.close();
            sender.done();
        }
    }
}
