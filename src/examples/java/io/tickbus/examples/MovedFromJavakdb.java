package io.tickbus.examples;

import com.kx.c;
import io.tickbus.Tickbus;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.javakdb.Javakdb;
import java.util.concurrent.atomic.DoubleAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code upd} of a loop around {@code c.k()}, moved to Tickbus. It keeps its objects of javakdb. Reconnecting and replaying the
 * log are no longer its business.
 */
public final class MovedFromJavakdb {
    private static final Logger LOG = LoggerFactory.getLogger(MovedFromJavakdb.class);
    private final DoubleAdder turnover = new DoubleAdder();

    TableConsumer start(Tickbus tickbus) {
        ConsumerSettings trades = ConsumerSettings.of("trade", StartPosition.beginning());
        TableConsumer consumer = tickbus.consume(trades, Javakdb.upd("trade", this::upd), event -> {
            LOG.info("{}", event);
            if (event instanceof TableReplaced) {
                turnover.reset(); // All rows come again.
            }
        });
        consumer.finish().onFailure(reason -> LOG.error("no more rows", reason));
        return consumer;
    }

    private void upd(String table, c.Flip rows) {
        double[] prices = (double[]) rows.at("price");
        long[] sizes = (long[]) rows.at("size");
        for (int i = 0; i < prices.length; i++) {
            turnover.add(prices[i] * sizes[i]);
        }
    }

    double turnover() {
        return turnover.sum();
    }
}
