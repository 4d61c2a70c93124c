package io.tickbus.bench.micro;

import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** From a flip of trades to the message that a tickerplant pushes. */
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
