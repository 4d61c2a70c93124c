package io.tickbus.chaos;

import io.tickbus.FaultyProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** All processes of a run: feed, tickerplant, proxy and pipeline. */
final class Rig implements AutoCloseable {
    private final Settings settings;
    final Journal journal;
    final TickerplantProcess tickerplant;
    final FaultyProxy proxy;
    final PipelineProcess pipeline;
    final Feed feed;
    final CatchUp catchUp;
    private LocalDate firstDay;

    /** @param dir the directory for the logs and the output of the processes */
    Rig(Settings settings, Path dir, Journal journal) throws IOException {
        this.settings = settings;
        this.journal = journal;
        tickerplant = new TickerplantProcess(settings, dir);
        proxy = new FaultyProxy(tickerplant.port());
        firstDay = tickerplant.day();
        pipeline = new PipelineProcess(settings.pipeline(proxy.port()), dir);
        feed = new Feed(settings.seed(), settings.rate());
        catchUp = new CatchUp(() -> pipeline.standing(), journal);
        feed.start(tickerplant.port());
        journal.say("all is up, " + settings);
    }

    void restartTickerplant() throws IOException {
        tickerplant.restart();
        proxy.redirect(tickerplant.port());
        feed.redirect(tickerplant.port());
    }

    void restartPipeline() throws IOException {
        firstDay = tickerplant.day(); // an empty pipeline begins with the current log
        pipeline.restart();
    }

    Verdict compare() throws IOException {
        return pipeline.compare(tickerplant.logs(firstDay), settings.syms());
    }

    @Override
    public void close() throws IOException {
        pipeline.kill();
        tickerplant.kill();
        proxy.close();
    }
}
