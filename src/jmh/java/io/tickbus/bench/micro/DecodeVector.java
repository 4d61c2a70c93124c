package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Decodes a message to a vector of 1000 items, for each type. */
public class DecodeVector extends Codec {
    @Param
    public QType type;

    @Override
    Value sample() {
        return Samples.vector(type);
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
