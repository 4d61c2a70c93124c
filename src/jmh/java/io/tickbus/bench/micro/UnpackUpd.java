package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Compression;
import io.tickbus.q.wire.Message;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Decompresses and decodes a flip of 100,000 trades. The figures include decoding, because javakdb decodes while it
 * decompresses.
 */
public class UnpackUpd extends Codec {
    private byte[] packed;

    @Override
    Value sample() {
        return Samples.upd(Samples.compressibleTrades());
    }

    @Setup
    @Override
    public void prepare() throws IOException, c.KException {
        super.prepare();
        packed = Compression.pack(message);
        Samples.requirePacked(packed);
    }

    @Benchmark
    public Message tickbus() {
        return Message.decode(packed);
    }

    @Benchmark
    public Object javakdb() throws IOException, c.KException {
        return javakdb.deserialize(packed);
    }
}
