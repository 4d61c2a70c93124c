package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Failure;
import io.tickbus.event.MemoryStatus;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All topics of an {@link Ownership}. Topics with configured columns are added at the start. Other topics are added
 * when a subscriber opens a partition. Only the owner's thread uses this class.
 */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final StoreConfig config;
    private final long epoch;
    private final StoreHost host;
    private final Archive archive;
    private final MemoryBudget budget;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param epoch the owner's epoch
     * @throws IllegalArgumentException if a table must be archived and no directory is configured
     */
    Topics(StoreConfig config, long epoch, StoreHost host) {
        config.tables().forEach((name, table) -> {
            if (table.endOfDay() == TableConfig.EndOfDay.ARCHIVE && config.archiveDir() == null) {
                throw new IllegalArgumentException(
                        "table " + name + " is to be archived, and store.archiveDir is not set");
            }
        });
        this.config = config;
        this.epoch = epoch;
        this.host = host;
        this.archive = new Archive(config.archiveDir(), host);
        this.budget = new MemoryBudget(config, archive, host);
    }

    /** Adds the topics whose columns are configured. The columns of other topics come from subscribers. */
    List<Topic> addConfigured() {
        List<Topic> added = new ArrayList<>();
        config.tables().forEach((name, table) -> {
            if (!table.columns().isEmpty()) {
                List<String> columns = List.copyOf(table.columns().keySet());
                added.add(add(
                        name, new Schema(columns, List.copyOf(table.columns().values()), 0)));
            }
        });
        return added;
    }

    @Nullable
    Topic find(String name) {
        return topics.get(name);
    }

    /**
     * Adds a topic that has an empty table.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} if there are too many tables;
     *     {@link Failure#NOT_OWNER} if the owner stops; {@link Failure#SCHEMA} if a key column is missing
     */
    Topic add(String name, Schema schema) {
        if (closed) { // A topic that is added after close() would never be closed.
            throw Failure.NOT_OWNER.because("the owner stops; there is no room for a new table");
        }
        if (topics.size() == config.tablesMax()) {
            throw Failure.LIMIT.because(config.tablesMax() + " tables are the most; no room for " + name);
        }
        TableConfig settings = config.tables().getOrDefault(name, TableConfig.DEFAULT);
        Schema keyed = KeyColumns.inFront(name, schema, settings.keys());
        Long retention = settings.retentionRowsMax();
        Table table = new Table(keyed, settings.segmentRows(), retention == null ? Long.MAX_VALUE : retention);
        Topic topic = new Topic(name, table, config, epoch, archive, budget, host);
        topics.put(name, topic);
        LOG.atInfo().addKeyValue("table", name).addKeyValue("schema", keyed).log("made a table");
        return topic;
    }

    /** Returns an unmodifiable view of all topics. */
    Collection<Topic> all() {
        return Collections.unmodifiableCollection(topics.values());
    }

    MemoryStatus memory() {
        return budget.status();
    }

    JsonArray describe() {
        JsonArray tables = new JsonArray();
        topics.values().forEach(topic -> tables.add(topic.describe()));
        return tables;
    }

    /**
     * Closes all topics. The future completes when all ended days are written and all journals are released. The future
     * completes at the latest after {@link Archive#STOP_MS_MAX} ms.
     */
    Future<Void> close() {
        closed = true;
        List<Future<Void>> ends = new ArrayList<>();
        topics.values().forEach(topic -> ends.add(topic.close()));
        ends.add(archive.close());
        return Future.join(ends).mapEmpty();
    }

    /**
     * Stops because another node owns the tables. Journals are released and acknowledge no further rows. The rows of
     * ended days are still written to files, because only this node has these rows. The future does not wait for the
     * files.
     */
    Future<Void> abandon() {
        closed = true;
        archive.close();
        return Future.join(topics.values().stream().map(Topic::abandon).toList())
                .mapEmpty();
    }
}
