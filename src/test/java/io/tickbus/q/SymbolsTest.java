package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.wire.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class SymbolsTest {
    private static int id(byte... bytes) {
        return Symbols.id(bytes, 0, bytes.length);
    }

    @Test
    void emptySymbolIsTheNull() {
        assertThat(Symbols.id("")).isEqualTo(Symbols.EMPTY);
        assertThat(Symbols.text(Symbols.EMPTY)).isEmpty();
    }

    @Test
    void textsOfEveryLengthAreToldApartAndKept() {
        Set<Integer> ids = new HashSet<>();
        for (int length = 0; length <= 40; length++) {
            String text = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz".substring(0, length);
            int id = Symbols.id(text);
            assertThat(ids.add(id)).as(text).isTrue();
            assertThat(Symbols.id(text)).isEqualTo(id);
            assertThat(Symbols.text(id)).isEqualTo(text);
        }
    }

    @Test
    void recentSymbolIsFoundByAnEqualText() {
        int id = Symbols.id("recent.symbol");

        assertThat(Symbols.recentId(new String("recent.symbol".toCharArray()))).isEqualTo(id);
        assertThat(Symbols.recentId("never looked up")).isEqualTo(-1);
        Symbols.id("");
        assertThat(Symbols.recentId("")).isEqualTo(Symbols.EMPTY);
    }

    @Test
    void textsOfOneSlotAreToldApart() {
        String first = "AaAa.slot"; // The texts have one hash code.
        String second = "BBBB.slot";
        assertThat(first.hashCode()).isEqualTo(second.hashCode());

        int firstId = Symbols.id(first);
        int secondId = Symbols.id(second);

        assertThat(secondId).isNotEqualTo(firstId);
        assertThat(Symbols.id(first)).isEqualTo(firstId);
        assertThat(Symbols.id(second)).isEqualTo(secondId);
    }

    @Test
    void textWhoseBytesDependOnAnEncodingIsNeverRecent() {
        for (String text : List.of("\u00e9", "\\xe9", "a\0b")) {
            Symbols.id(text);
            assertThat(Symbols.recentId(text)).as(text).isEqualTo(-1);
        }
    }

    @Test
    void sameBytesAnywhereInAnArrayAreTheSameSymbol() {
        Random random = new Random(7);
        for (int length = 1; length <= 20; length++) {
            byte[] text = "symbolsymbolsymbolsymbol".substring(0, length).getBytes(StandardCharsets.UTF_8);
            int id = id(text);
            for (int before = 0; before < 10; before++) {
                for (int after = 0; after < 10; after++) {
                    byte[] bytes = new byte[before + length + after];
                    random.nextBytes(bytes);
                    System.arraycopy(text, 0, bytes, before, length);
                    assertThat(Symbols.id(bytes, before, before + length)).isEqualTo(id);
                }
            }
        }
    }

    @Test
    void columnOfThemIsReadAsOneAfterTheOther() {
        Random random = new Random(11);
        String letters = "columnofsymbolsofanylength";
        for (int round = 0; round < 200; round++) {
            StringBuilder wire = new StringBuilder();
            List<Integer> expected = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                String text = letters.substring(random.nextInt(3), 3 + random.nextInt(round < 100 ? 4 : 20));
                expected.add(Symbols.id(text));
                wire.append(text).append('\0');
            }
            byte[] bytes = wire.toString().getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[expected.size() + 1];

            assertThat(SymbolBytes.readAll(bytes, 0, bytes.length, ids, 1, expected.size()))
                    .isEqualTo(bytes.length);
            assertThat(ids).startsWith(0);
            assertThat(Arrays.stream(ids).skip(1).boxed().toList()).isEqualTo(expected);
            assertThat(SymbolBytes.readAll(bytes, 0, bytes.length - 1, ids, 1, expected.size()))
                    .as("the last has no end")
                    .isEqualTo(-1);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        byte[] bytes = {(byte) 0xFF, (byte) 0xFE, 'x'};
        int id = id(bytes);

        assertThat(Symbols.bytes(id)).isEqualTo(bytes);
        assertThat(Symbols.text(id)).isEqualTo("\\xff\\xfex");
        assertThat(Symbols.id("\\xff\\xfex")).isEqualTo(id);
        assertThat(Encoder.body(new Atom(SymbolVector.ofIds(id))))
                .containsExactly(-QType.SYMBOL.code(), 0xFF, 0xFE, 'x', 0);
    }

    @Test
    void idsStayWhenTheTableGrows() {
        int[] ids = IntStream.range(0, 100_000)
                .map(i -> Symbols.id((i % 2 == 0 ? "grow" : "a longer name ") + i))
                .toArray();

        assertThat(Arrays.stream(ids).distinct().count()).isEqualTo(ids.length);
        for (int i = 0; i < ids.length; i++) {
            String text = (i % 2 == 0 ? "grow" : "a longer name ") + i;
            assertThat(Symbols.text(ids[i])).isEqualTo(text);
            assertThat(Symbols.id(text)).isEqualTo(ids[i]);
        }
    }

    @Test
    void threadsThatInternTheSameTextsAtOnceGetTheSameIds() throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        Callable<int[]> interning = () -> {
            start.await();
            return IntStream.range(0, 20_000)
                    .map(i -> Symbols.id((i % 2 == 0 ? "t" : "several threads ") + i))
                    .toArray();
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<int[]> ids = new ArrayList<>();
            for (Future<int[]> future : executor.invokeAll(List.of(interning, interning, interning, interning))) {
                ids.add(future.get());
            }
            assertThat(ids).allSatisfy(found -> assertThat(found).isEqualTo(ids.get(0)));
            assertThat(Arrays.stream(ids.get(0)).distinct().count()).isEqualTo(20_000);
            assertThat(Symbols.text(ids.get(0)[19_999])).isEqualTo("several threads 19999");
        } finally {
            executor.shutdownNow();
        }
    }
}
