package io.tickbus.examples;

import com.kx.c;
import io.tickbus.Tickbus;
import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerEvent.TableReplaced;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.javakdb.Javakdb;
import java.time.LocalDate;
import java.util.concurrent.atomic.DoubleAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code upd} and {@code .u.end} of a loop around {@code c.k()}, moved to Tickbus. They keep their objects of javakdb.
 * Reconnecting and replaying the log are no longer their business.
 */
public final class MovedFromJavakdb {
    private static final Logger LOG = LoggerFactory.getLogger(MovedFromJavakdb.class);
    private final DoubleAdder turnover = new DoubleAdder();

    TableConsumer start(Tickbus tickbus) {
        TableConsumer consumer = tickbus.consume(
                ConsumerSettings.of("trade", StartPosition.beginning()),
                Javakdb.upd("trade", this::upd),
                Javakdb.end(this::end, this::onEvent));
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

    private void end(LocalDate day) {
        LOG.info("the turnover of {} was {}", day, turnover.sumThenReset());
    }

    private void onEvent(ConsumerEvent event) {
        LOG.info("{}", event);
        if (event instanceof TableReplaced) {
            turnover.reset(); // All rows come again.
        }
    }

    double turnover() {
        return turnover.sum();
    }
}
