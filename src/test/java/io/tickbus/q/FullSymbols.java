package io.tickbus.q;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.Callable;

/** Does something in a process that has no room for another symbol. */
public final class FullSymbols {
    /** Stands in messages where {@link #withNew} puts a symbol that the process does not have. */
    public static final String NEW = "new~sym~";

    private static int made;

    /** An action that can throw any exception. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private FullSymbols() {}

    public static void run(Action action) throws Exception {
        call(() -> {
            action.run();
            return true;
        });
    }

    public static <T> T call(Callable<T> action) throws Exception {
        SymbolUse use = Symbols.use();
        Symbols.bound(new SymbolBounds(use.count(), use.bytes()));
        try {
            return action.call();
        } finally {
            Symbols.bound(SymbolBounds.ofHeap());
        }
    }

    /** Returns a message, or the body of one, with symbols that the process does not have; all of the same length as {@link #NEW}. */
    public static byte[] withNew(byte[] message) {
        String bytes = new String(message, ISO_8859_1);
        while (bytes.contains(NEW)) {
            bytes = bytes.replaceFirst(NEW, String.format("%08d", ++made));
        }
        return bytes.getBytes(ISO_8859_1);
    }
}
