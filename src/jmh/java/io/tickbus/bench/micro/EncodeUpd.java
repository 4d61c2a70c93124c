package io.tickbus.bench.micro;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Encodes a flip of trades to a message of a tickerplant. */
public class EncodeUpd extends Codec {
    @Param({"1", "1000"})
    public int rows;

    @Override
    Value sample() {
        return Samples.upd(Samples.trades(rows, Samples.SYMS));
    }

    @Benchmark
    public byte[] tickbus() {
        return Encoder.message(MessageKind.ASYNC, value);
    }

    @Benchmark
    public byte[] javakdb() throws IOException {
        return javakdb.serialize(ASYNC, javakdbValue, false);
    }
}
