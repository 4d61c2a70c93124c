package io.tickbus.publish;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kx.c;
import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are in the log and cannot be sent. */
@Timeout(60)
class UnsentRowsTest {
    private static final int LIMIT_SECONDS = 30;
    private static final int RETRY_MS = 10;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path dir;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void subscriberIsClosedAndSoSubscribesAgain() throws Exception {
        PublishedTable table = new PublishedTable("t", new Schema(List.of("items"), List.of(QType.LIST), 0));
        Flip opaque = new Flip(List.of("items"), List.of(new GeneralList(new QFunction(100, 0, "{x}"))));
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                table.subscribe(caller, SymFilter.ALL);
                table.publish(opaque);
                return Future.succeededFuture(Atom.ofLong(1));
            }

            @Override
            public void closed(QConnection connection) {
                table.unsubscribe(connection);
            }
        };
        QServer server = new QServer(vertx, handler, Users.anyone(), new ServerLimits(1, 1 << 20, 1 << 20));
        int port = server.listen("127.0.0.1", 0).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        c client = new c("127.0.0.1", port, "me");

        assertThatThrownBy(() -> client.k("subscribe")).isInstanceOf(IOException.class);
        client.close();
        server.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void outageEndsThoughAMessageCannotBePublished() throws Exception {
        vertx.exceptionHandler(expected -> {});
        FillableDisk disk = new FillableDisk();
        Promise<Void> mended = Promise.promise();
        PublicationLog.Listener listener = new PublicationLog.Listener() {
            @Override
            public void failed(String reason) {
                disk.room(1 << 20);
            }

            @Override
            public void recovered() {
                mended.complete();
            }
        };
        vertx.runOnContext(start -> {
            PublicationLog log = new PublicationLog(
                    vertx, "test", new LogDirectory(dir, 1 << 20, disk), LogDirectory::open, RETRY_MS, listener);
            try {
                log.open(LocalDate.of(2026, 8, 21));
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
            disk.room(0);
            log.append(new GeneralList(PublishedTable.UPD, Atom.ofLong(1)), () -> {
                throw new IllegalStateException("not published");
            });
        });
        mended.future().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
