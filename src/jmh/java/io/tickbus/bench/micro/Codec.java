package io.tickbus.bench.micro;

import com.kx.c;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import java.io.IOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A value, its message, and javakdb's object of it. */
@State(Scope.Benchmark)
public abstract class Codec {
    protected static final int ASYNC = 0;

    protected final c javakdb = new c();
    protected Value value;
    protected byte[] message;
    protected Object javakdbValue;

    abstract Value sample();

    /** Creates all three, and checks that both sides encode equal values. */
    @Setup
    public void prepare() throws IOException, c.KException {
        value = sample();
        message = Encoder.message(MessageKind.ASYNC, value);
        javakdbValue = javakdb.deserialize(message);
        if (!Message.decode(javakdb.serialize(ASYNC, javakdbValue, false))
                .value()
                .equals(value)) {
            throw new IllegalStateException("javakdb writes another value than it read");
        }
    }
}
