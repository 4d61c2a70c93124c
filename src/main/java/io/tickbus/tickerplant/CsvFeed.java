package io.tickbus.tickerplant;

import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the rows of a CSV file once, in the order of the file. The tickerplant's event loop owns it. */
final class CsvFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(CsvFeed.class);
    private static final String TIME = "time";

    private final Path file;
    private final String table;
    private final Flip rows;
    private final Tickerplant tickerplant;
    private int next;

    CsvFeed(Path file, String table, Flip rows, Tickerplant tickerplant) {
        this.file = file;
        this.table = table;
        this.rows = rows;
        this.tickerplant = tickerplant;
    }

    /**
     * Returns the schema of the table for these rows. If the rows have no column {@code time}, the schema begins with
     * this column. The tickerplant then adds the time.
     */
    static Schema schema(Flip rows) {
        Schema schema = Schema.of(rows);
        if (schema.columns().contains(TIME)) {
            return schema;
        }
        List<String> names = new ArrayList<>(schema.columns());
        List<QType> types = new ArrayList<>(schema.types());
        names.add(0, TIME);
        types.add(0, QType.TIMESPAN);
        return new Schema(names, types, 0);
    }

    @Override
    public boolean isReady() {
        return tickerplant.acceptsRows() && (next > 0 || tickerplant.hasSubscribers(table));
    }

    @Override
    public boolean isDone() {
        return next == rows.size();
    }

    @Override
    public void publish(int count) {
        int size = Math.min(count, rows.size() - next);
        if (size > 0) {
            Flip part = rows.slice(next, size);
            tickerplant.upd(table, new GeneralList(part.columns().toArray(Value[]::new)));
            next += size;
        }
        if (isDone()) {
            LOG.atInfo()
                    .addKeyValue("table", table)
                    .addKeyValue("file", file)
                    .addKeyValue("rows", rows.size())
                    .log("all rows are published");
        }
    }
}
