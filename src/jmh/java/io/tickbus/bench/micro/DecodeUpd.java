package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Decodes a message of a tickerplant to a flip of trades. */
public class DecodeUpd extends Codec {
    @Param({"1", "1000"})
    public int rows;

    @Override
    Value sample() {
        return Samples.upd(Samples.trades(rows, Samples.SYMS));
    }

    @Benchmark
    public Message tickbus() {
        return Message.decode(message);
    }

    @Benchmark
    public Object javakdb() throws IOException, c.KException {
        return javakdb.deserialize(message);
    }
}
