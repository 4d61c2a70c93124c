package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerEvent.DayEnded;
import io.tickbus.event.Rows;
import io.tickbus.q.Schema;
import io.tickbus.record.RecordMapping;
import io.tickbus.record.TradingDay;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts each batch of rows to records, and calls the application's handler. Belongs to the context of one consumer.
 */
final class RecordHandler<T extends Record> implements Function<Rows, Future<?>> {
    private final Class<T> type;
    private @Nullable TradingDay day;
    private final Function<RecordBatch<T>, ? extends Future<?>> handler;
    private @Nullable RecordMapping<T> mapping; // Null before the first batch of a day

    RecordHandler(Class<T> type, @Nullable TradingDay day, Function<RecordBatch<T>, ? extends Future<?>> handler) {
        this.type = type;
        this.day = day;
        this.handler = handler;
    }

    /** Begins the next trading day after the end of a day. The rows after this event are of the next day. */
    void onEvent(ConsumerEvent event) {
        if (event instanceof DayEnded ended && day != null) {
            day = TradingDay.of(ended.date().plusDays(1), day.zone());
            mapping = null;
        }
    }

    @Override
    public Future<?> apply(Rows rows) {
        RecordMapping<T> known = mapping;
        if (known == null) {
            known = RecordTable.mapping(type, Schema.of(rows.rows()), day);
            mapping = known;
        }
        return handler.apply(new RecordBatch<>(known.read(rows.rows()), rows));
    }
}
