package io.tickbus.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends one request ten times a second over one connection, and checks each answer. */
final class GoodClient implements AutoCloseable {
    private static final int EVERY_MS = 100;

    private final Conversation.Opener conversations;
    private final List<Double> waitsMs = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "good client");
    private String failure = "";
    private volatile boolean isEnding;

    /**
     * The answers since the last call of {@link #take}.
     *
     * @param failure the reason why a request got no right answer; empty if all got one
     */
    record Answers(int asks, double medianMs, double worstMs, String failure) {}

    GoodClient(Conversation.Opener conversations) {
        this.conversations = conversations;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            try (Conversation conversation = conversations.open()) {
                askOnAndOn(conversation);
            } catch (IOException gone) {
                fail("the good client was not answered: " + gone.getMessage());
                pause();
            }
        }
    }

    private void askOnAndOn(Conversation conversation) throws IOException {
        while (!isEnding) {
            long startNs = System.nanoTime();
            conversation.ask();
            add((System.nanoTime() - startNs) / 1e6);
            pause();
        }
    }

    /** Returns the time in which a new client logs in and gets an answer, in ms. */
    double newcomerMs() throws IOException {
        long startNs = System.nanoTime();
        try (Conversation conversation = conversations.open()) {
            conversation.ask();
        }
        return (System.nanoTime() - startNs) / 1e6;
    }

    private synchronized void add(double waitMs) {
        waitsMs.add(waitMs);
        notifyAll();
    }

    private synchronized void fail(String reason) {
        if (failure.isEmpty() && !isEnding) {
            failure = reason;
        }
        notifyAll();
    }

    /** Waits for the answer to the present request and to the next one. The longest wait is therefore counted. */
    synchronized Answers take() throws InterruptedException {
        int enough = waitsMs.size() + 2;
        while (waitsMs.size() < enough && failure.isEmpty()) {
            wait();
        }
        List<Double> sorted = waitsMs.stream().sorted().toList();
        int asks = sorted.size();
        Answers answers =
                new Answers(asks, asks == 0 ? 0 : sorted.get(asks / 2), asks == 0 ? 0 : sorted.get(asks - 1), failure);
        waitsMs.clear();
        failure = "";
        return answers;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MS);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isEnding = true;
    }
}
