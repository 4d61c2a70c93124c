package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Messages that q processes have sent, byte by byte, and what becomes of them. */
class GoldenMessagesTest {
    private static final Schema TRADE = new Schema(
            List.of("time", "sym", "price", "size"), List.of(QType.TIMESPAN, QType.SYMBOL, QType.FLOAT, QType.LONG), 0);

    @Test
    void columnsInAnotherOrderArePutInOrder() throws Exception {
        Flip rows = RowShape.rows(TRADE, payload("upd, columns in another order"));

        assertThat(rows.names()).isEqualTo(TRADE.columns());
        assertThat(rows.column("price").doubleAt(0)).isEqualTo(187.5);
        assertThat(rows.column("size").longAt(1)).isEqualTo(200);
    }

    @Test
    void dictionaryIsOneRow() throws Exception {
        Flip rows = RowShape.rows(TRADE, payload("upd, a dictionary as one row"));

        assertThat(rows.names()).isEqualTo(TRADE.columns());
        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.column("price").doubleAt(0)).isEqualTo(187.75);
        assertThat(rows.column("size").longAt(0)).isEqualTo(300);
    }

    @Test
    void columnThatIsNewIsNamed() throws Exception {
        Value payload = payload("upd, one column more than the schema");

        assertThatThrownBy(() -> RowShape.rows(TRADE, payload))
                .isInstanceOf(RowShape.Mismatch.class)
                .hasMessage("column venue:symbol is new, at position 5");
        assertThat(RowShape.count(payload)).isEqualTo(2);
    }

    @Test
    void listColumnOfASchemaTakesAnyType() throws Exception {
        SubscribeProtocol.Subscribed trade = SubscribeProtocol.tables(value(".u.sub reply, a column of () type"))
                .get(0);

        assertThat(trade.schema().types()).endsWith(QType.LIST);
    }

    @Test
    void tableWithAColumnTwiceIsUnusableAndNamesTheColumn() throws Exception {
        SubscribeProtocol.Subscribed trade = SubscribeProtocol.tables(value(".u.sub reply, a column name twice"))
                .get(0);

        assertThat(trade.isUsable()).isFalse();
        assertThat(trade.unusable()).isEqualTo("the schema of trade cannot be used: a column twice: sym");
    }

    private static Value payload(String name) throws IOException {
        return ((QVector) value(name)).valueAt(2);
    }

    private static Value value(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(GoldenMessagesTest.class.getResourceAsStream("/subscriber/messages.tsv"))) {
            String line = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(each -> each.startsWith(name + "\t"))
                    .findFirst()
                    .orElseThrow();
            return Message.decode(HexFormat.of().parseHex(line.substring(name.length() + 1)))
                    .value();
        }
    }
}
