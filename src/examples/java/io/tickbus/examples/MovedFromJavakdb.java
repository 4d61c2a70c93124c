package io.tickbus.examples;

import com.kx.c;
import io.tickbus.Tickbus;
import io.tickbus.client.StartPosition;
import io.tickbus.client.TableConsumer;
import io.tickbus.javakdb.Javakdb;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * The {@code upd} of a loop around {@code c.k()}, moved to Tickbus. It keeps its objects of javakdb. Reconnecting, replaying the
 * log and end of day are no longer its business.
 */
public final class MovedFromJavakdb {
    private final DoubleAdder turnover = new DoubleAdder();

    TableConsumer start(Tickbus tickbus) {
        return tickbus.table("trade").consume(StartPosition.beginning(), Javakdb.upd("trade", this::upd));
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
