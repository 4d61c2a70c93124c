package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Flip;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;

/** Trades in javakdb's form, with an array for each column. */
@SuppressWarnings("ArrayRecordComponent") // the records are not compared
record JavakdbTrades(c.Timespan[] time, String[] sym, double[] price, long[] size, char[] ex) {
    /** Decodes the message of these rows with javakdb. */
    static JavakdbTrades of(Flip trades) {
        try {
            c.Flip flip = (c.Flip) new c().deserialize(Encoder.message(MessageKind.ASYNC, trades));
            return new JavakdbTrades(
                    (c.Timespan[]) flip.y[0], (String[]) flip.y[1], (double[]) flip.y[2], (long[]) flip.y[3], (char[])
                            flip.y[4]);
        } catch (IOException | c.KException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the trades of a flip with {@code sym} as its first column. */
    static JavakdbTrades bySym(c.Flip flip) {
        return new JavakdbTrades(
                (c.Timespan[]) flip.y[1], (String[]) flip.y[0], (double[]) flip.y[2], (long[]) flip.y[3], (char[])
                        flip.y[4]);
    }

    int rows() {
        return sym.length;
    }

    /** Returns the cells of a row, as a list or map of rows has them. */
    Object[] row(int row) {
        return new Object[] {time[row], sym[row], price[row], size[row], ex[row]};
    }
}
