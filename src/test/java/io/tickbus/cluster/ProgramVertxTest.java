package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.file.impl.FileResolverImpl;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The Vert.x of the program writes nothing to the system's temporary folder. */
class ProgramVertxTest {
    @Test
    void thereIsNoFileCache() throws Exception {
        Vertx vertx = Vertx.vertx(ProgramVertx.options());
        try {
            assertThat(((VertxInternal) vertx).fileResolver())
                    .isInstanceOfSatisfying(
                            FileResolverImpl.class,
                            files -> assertThat(files.cacheDir()).isNull());
        } finally {
            vertx.close().await(1, TimeUnit.MINUTES);
        }
    }
}
