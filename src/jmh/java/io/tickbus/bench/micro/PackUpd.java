package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Compression;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Encodes and compresses a flip of 100,000 trades. The figures include encoding, because javakdb compresses only
 * while it encodes.
 */
public class PackUpd extends Codec {
    @Override
    Value sample() {
        return Samples.upd(Samples.compressibleTrades());
    }

    @Setup
    @Override
    public void prepare() throws IOException, c.KException {
        super.prepare();
        Samples.requirePacked(tickbus());
        Samples.requirePacked(javakdb());
    }

    @Benchmark
    public byte[] tickbus() {
        return Compression.pack(Encoder.message(MessageKind.ASYNC, value));
    }

    @Benchmark
    public byte[] javakdb() throws IOException {
        return javakdb.serialize(ASYNC, javakdbValue, true);
    }
}
