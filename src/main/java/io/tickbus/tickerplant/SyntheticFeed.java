package io.tickbus.tickerplant;

import io.tickbus.config.FeedConfig;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.util.Arrays;
import java.util.Random;

/**
 * Publishes random trades and quotes. {@link FeedTimer} runs it on the tickerplant's event loop. The price of each
 * symbol is a random walk. Two feeds with equal seeds publish equal rows in an equal order. The times differ, because
 * they come from the clock.
 */
final class SyntheticFeed implements Feed {
    private static final double PRICE_FIRST_MIN = 20;
    private static final double PRICE_FIRST_RANGE = 380;
    private static final double PRICE_MIN = 1;
    /** Standard deviation of one step of a price, relative to the price. */
    private static final double STEP = 0.0005;

    private static final int LOTS_MAX = 50;
    private static final int LOT = 100;
    private static final int SPREAD_CENTS_MAX = 5;

    private final Tickerplant tickerplant;
    private final Random random;
    private final int[] symbols;
    private final double[] prices;
    private boolean isQuoteNext;

    SyntheticFeed(FeedConfig.Synthetic config, Tickerplant tickerplant) {
        this.tickerplant = tickerplant;
        this.random = new Random(config.seed());
        this.symbols = TickerSymbols.first(config.symbols()).stream()
                .mapToInt(Symbols::id)
                .toArray();
        this.prices = new double[symbols.length];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = cents(PRICE_FIRST_MIN + PRICE_FIRST_RANGE * random.nextDouble());
        }
    }

    @Override
    public boolean isReady() {
        return tickerplant.acceptsRows();
    }

    @Override
    public boolean isDone() {
        return false;
    }

    /** Publishes the next rows, in one update for each table. */
    @Override
    public void publish(int rows) {
        Trades trades = new Trades(rows);
        Quotes quotes = new Quotes(rows);
        for (int i = 0; i < rows; i++) {
            int symbol = random.nextInt(symbols.length);
            double price = step(symbol);
            if (isQuoteNext) {
                quotes.add(symbols[symbol], price, cents(price + spread()), size(), size());
            } else {
                trades.add(symbols[symbol], price, size());
            }
            isQuoteNext = !isQuoteNext;
        }
        if (trades.count > 0) {
            tickerplant.upd("trade", trades.columns());
        }
        if (quotes.count > 0) {
            tickerplant.upd("quote", quotes.columns());
        }
    }

    private double step(int symbol) {
        double price = cents(Math.max(PRICE_MIN, prices[symbol] * (1 + STEP * random.nextGaussian())));
        prices[symbol] = price;
        return price;
    }

    private double spread() {
        return (1 + random.nextInt(SPREAD_CENTS_MAX)) / 100.0;
    }

    private long size() {
        return (long) LOT * (1 + random.nextInt(LOTS_MAX));
    }

    private static double cents(double price) {
        return Math.round(price * 100) / 100.0;
    }

    /** The columns of trades. The tickerplant adds the time. */
    private static final class Trades {
        private final int[] syms;
        private final double[] prices;
        private final long[] sizes;
        private int count;

        Trades(int capacity) {
            syms = new int[capacity];
            prices = new double[capacity];
            sizes = new long[capacity];
        }

        void add(int sym, double price, long size) {
            syms[count] = sym;
            prices[count] = price;
            sizes[count++] = size;
        }

        GeneralList columns() {
            return new GeneralList(
                    SymbolVector.ofIds(Arrays.copyOf(syms, count)),
                    new FloatVector(QType.FLOAT, Arrays.copyOf(prices, count)),
                    new LongVector(QType.LONG, Arrays.copyOf(sizes, count)));
        }
    }

    /** The columns of quotes. The tickerplant adds the time. */
    private static final class Quotes {
        private final int[] syms;
        private final double[] bids;
        private final double[] asks;
        private final long[] bidSizes;
        private final long[] askSizes;
        private int count;

        Quotes(int capacity) {
            syms = new int[capacity];
            bids = new double[capacity];
            asks = new double[capacity];
            bidSizes = new long[capacity];
            askSizes = new long[capacity];
        }

        void add(int sym, double bid, double ask, long bidSize, long askSize) {
            syms[count] = sym;
            bids[count] = bid;
            asks[count] = ask;
            bidSizes[count] = bidSize;
            askSizes[count++] = askSize;
        }

        GeneralList columns() {
            return new GeneralList(
                    SymbolVector.ofIds(Arrays.copyOf(syms, count)),
                    new FloatVector(QType.FLOAT, Arrays.copyOf(bids, count)),
                    new FloatVector(QType.FLOAT, Arrays.copyOf(asks, count)),
                    new LongVector(QType.LONG, Arrays.copyOf(bidSizes, count)),
                    new LongVector(QType.LONG, Arrays.copyOf(askSizes, count)));
        }
    }
}
