package io.tickbus.bench.micro;

import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Encodes a vector of 1000 items to a message, for each type. */
public class EncodeVector extends Codec {
    @Param
    public QType type;

    @Override
    Value sample() {
        return Samples.vector(type);
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
