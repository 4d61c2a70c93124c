package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.TableProducer;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.event.QCodec;
import io.tickbus.event.Rows;
import io.tickbus.event.UnreadableRows;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Converts between the objects of javakdb 2.0 and Tickbus's values. A conversion is exact, nulls and infinities included,
 * or it throws a {@link JavakdbException}. Attributes are the one exception: javakdb has none. Text has the encoding that
 * {@code c.setEncoding} has set for the process.
 *
 * <p>Arrays of {@code long}, {@code int}, {@code short}, {@code byte}, {@code float} and {@code double} are shared between
 * both sides without a copy, where both sides use the whole array. After a conversion, no code may write to them: the
 * array may be part of a table. All other arrays are new.
 *
 * <p>All methods are thread-safe and run on the calling thread.
 */
public final class Javakdb {
    private Javakdb() {}

    /**
     * Registers codecs, so that a {@code c.Flip}, a keyed {@code c.Dict} or an {@code Object[]} can be the body of a request
     * to {@link io.tickbus.event.Addresses#append}. An {@code Object[]} has the columns in the table's order, or the
     * items of one row if its first item is no array. The reply is an {@link AppendReply}. A body that cannot be converted
     * is refused with {@link Failure#BAD_ROWS} and the reason. A new symbol that exceeds the bounds is refused with {@link
     * Failure#LIMIT}. The body is converted on the sender's thread. The application must not write to the arrays before the
     * reply.
     *
     * <p>A node that runs a verticle or a client of Tickbus has the codecs already, because {@link QCodec#registerAll}
     * registers them. Another node that sends such bodies must call this method. A repeated call changes nothing.
     *
     * @param vertx the node
     */
    public static void register(Vertx vertx) {
        QCodec.registerAll(vertx); // The reply is a record. The codecs of this package are registered with it.
    }

    /**
     * Converts a table of javakdb.
     *
     * @param flip the table
     * @return the table. It shares primitive arrays with {@code flip}.
     * @throws JavakdbException if a value is no value of q, or if the columns differ in size
     * @throws io.tickbus.q.QFormatException of kind SYMBOLS if a new symbol exceeds the bounds
     */
    public static Flip table(c.Flip flip) {
        return FromJavakdb.table(flip);
    }

    /**
     * Converts a keyed table of javakdb to a plain table, with the key columns first.
     *
     * @param keyed a dictionary of two {@code c.Flip}
     * @return the table. It shares primitive arrays with {@code keyed}.
     * @throws JavakdbException if the dictionary is no keyed table, or as {@link #table(c.Flip)}
     * @throws io.tickbus.q.QFormatException of kind SYMBOLS if a new symbol exceeds the bounds
     */
    public static Flip table(c.Dict keyed) {
        if (value(keyed) instanceof QDictionary dictionary && dictionary.isKeyedTable()) {
            try {
                return dictionary.unkeyed();
            } catch (IllegalArgumentException unequal) {
                throw new JavakdbException("keys and values differ in size: " + unequal.getMessage());
            }
        }
        throw new JavakdbException("the c.Dict is no keyed table: its keys and its values must be c.Flip");
    }

    /**
     * Converts columns or one row, as javakdb users send them to {@code .u.upd}.
     *
     * @param columns the names of the columns
     * @param rows one array for each column, or the items of one row if the first item is no array
     * @return the table. It shares primitive arrays with {@code rows}.
     * @throws JavakdbException if there are not as many items as names, or as {@link #table(c.Flip)}
     * @throws io.tickbus.q.QFormatException of kind SYMBOLS if a new symbol exceeds the bounds
     */
    public static Flip table(List<String> columns, Object[] rows) {
        return FromJavakdb.table(columns, rows);
    }

    /**
     * Converts any object that javakdb can serialize.
     *
     * @param object an array, a boxed atom, a {@code c.Flip} or a {@code c.Dict}
     * @return the value. It shares primitive arrays with {@code object}.
     * @throws JavakdbException if the object is no value of q
     * @throws io.tickbus.q.QFormatException of kind SYMBOLS if a new symbol exceeds the bounds
     */
    public static Value value(Object object) {
        return FromJavakdb.value(object);
    }

    /**
     * Converts a value to the object that javakdb uses for it.
     *
     * @param value the value
     * @return an array, a boxed atom, a {@code c.Flip} or a {@code c.Dict}. It can share primitive arrays with
     *     {@code value}.
     * @throws JavakdbException if javakdb cannot hold the value: a time outside of a day, a datetime with parts of a
     *     millisecond or an infinite one, text in another encoding, a sorted dictionary, a function, or an error
     */
    public static Object object(Value value) {
        return ToJavakdb.object(value);
    }

    /**
     * Converts a table to a {@code c.Flip}.
     *
     * @param table the table
     * @return the {@code c.Flip}. It can share primitive arrays with {@code table}.
     * @throws JavakdbException if javakdb cannot hold a value, as {@link #object}
     */
    public static c.Flip flip(Flip table) {
        return ToJavakdb.flip(table);
    }

    /**
     * Converts the rows of a consumer or a query to a {@code c.Flip}.
     *
     * @param rows the rows
     * @return the {@code c.Flip}. It can share primitive arrays with {@code rows}, which can be part of the table.
     * @throws JavakdbException if javakdb cannot hold a value, as {@link #object}
     */
    public static c.Flip flip(Rows rows) {
        return flip(rows.rows());
    }

    /**
     * Sends a {@code c.Flip} with a producer.
     *
     * @param producer the producer of the table
     * @param flip the rows. The application must not write to its arrays before the future completes.
     * @return the future of {@link TableProducer#send(Flip)}. It fails with {@link Failure#BAD_ROWS} if the rows cannot be
     *     converted, and with {@link Failure#LIMIT} if a new symbol exceeds the bounds. Nothing was sent then.
     */
    public static Future<AppendReply> send(TableProducer producer, c.Flip flip) {
        Flip rows;
        try {
            rows = table(flip);
        } catch (JavakdbException | QFormatException e) {
            UnreadableRows unreadable = JavakdbCodec.unreadable(e);
            return Future.failedFuture(unreadable.failure().because(unreadable.reason()));
        }
        return producer.send(rows);
    }

    /**
     * Returns a listener for {@link io.tickbus.client.TableConsumer#start} that calls a method when a day has ended, as
     * q calls {@code .u.end}. The call comes after {@code upd} for the last row of the day, and before {@code upd} for
     * the first row after it.
     *
     * @param end called with the day that has ended, on the consumer's context
     * @param others receives all other events. An application that keeps sums must reset them at
     *     {@link io.tickbus.client.ConsumerEvent.TableReplaced}.
     * @return the listener
     */
    public static Consumer<ConsumerEvent> end(Consumer<LocalDate> end, Consumer<ConsumerEvent> others) {
        return event -> {
            if (event instanceof ConsumerEvent.DayEnded ended) {
                end.accept(ended.date());
            } else {
                others.accept(event);
            }
        };
    }

    /**
     * Returns a handler for {@link io.tickbus.client.TableConsumer#start} that has the shape of q's {@code upd}.
     *
     * @param table the table's name, which {@code upd} receives
     * @param upd called with the table's name and the rows, on the consumer's context. The next rows are requested when
     *     it returns, so it must not block. An exception from it is treated as one from any handler of the consumer.
     * @return the handler
     */
    public static Function<Rows, Future<Void>> upd(String table, BiConsumer<String, c.Flip> upd) {
        return rows -> {
            upd.accept(table, flip(rows));
            return Future.succeededFuture();
        };
    }
}
