package io.tickbus.q.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.VectorBuilder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {
    private static final long SEED = 20260821;
    private static final int BULK_ITEMS = 40;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIST")
    void anyNumberOfItemsIsReadAndWrittenInBothByteOrders(QType type) {
        Random random = new Random(SEED);
        VectorBuilder items = new VectorBuilder(type, BULK_ITEMS);
        byte[] raw = new byte[BULK_ITEMS * Math.max(1, type.bytes())];
        random.nextBytes(raw);
        for (int i = 0; i < BULK_ITEMS; i++) {
            if (type == QType.SYMBOL) {
                items.appendSymbol(Symbols.id("s" + i));
            } else {
                WireColumns.appendNumbers(items, raw, i * type.bytes(), 1);
            }
        }
        QVector all = items.build();
        for (int size = 0; size < BULK_ITEMS; size++) {
            QVector some = all.slice(1, size);
            assertThat(Message.decode(Encoder.message(MessageKind.ASYNC, some)).value())
                    .isEqualTo(some);
            assertThat(Message.decode(BigEndianEncoder.message(some)).value()).isEqualTo(some);
        }
    }
}
