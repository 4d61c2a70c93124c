package io.tickbus.javakdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.event.Failure;
import io.tickbus.event.UnreadableRows;
import io.tickbus.q.FullSymbols;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** A body of javakdb between nodes. */
class JavakdbCodecTest {
    private final JavakdbCodec<c.Flip> codec = new JavakdbCodec<>("test", c.Flip.class, Javakdb::table);

    private static c.Flip flip(String... syms) {
        return new c.Flip(new String[] {"sym"}, new Object[] {syms});
    }

    private Buffer encoded(c.Flip flip) {
        Buffer buffer = Buffer.buffer();
        codec.encodeToWire(buffer, flip);
        return buffer;
    }

    @Test
    void tableIsTheSameBehindTheWire() {
        c.Flip flip = flip("IBM", "");

        assertThat(codec.decodeFromWire(0, encoded(flip))).isEqualTo(Javakdb.table(flip));
    }

    @Test
    void ownerWithoutRoomForSymbolsRefusesWithALimit() throws Exception {
        byte[] bytes = FullSymbols.withNew(encoded(flip("IBM", FullSymbols.NEW)).getBytes());

        Object body = FullSymbols.call(() -> codec.decodeFromWire(0, Buffer.buffer(bytes)));

        assertThat(body).isInstanceOfSatisfying(UnreadableRows.class, rows -> {
            assertThat(rows.failure()).isEqualTo(Failure.LIMIT);
            assertThat(rows.reason()).contains("no room for another symbol");
        });
    }

    @Test
    void reasonOfTheSenderReachesTheOwner() {
        c.Flip wrong = new c.Flip(new String[] {"sym"}, new Object[] {new String[] {null}});

        Object sent = codec.transform(wrong);

        assertThat(sent)
                .isInstanceOf(UnreadableRows.class)
                .extracting("failure")
                .isEqualTo(Failure.BAD_ROWS);
        assertThat(codec.decodeFromWire(0, encoded(wrong))).isEqualTo(sent);
    }
}
