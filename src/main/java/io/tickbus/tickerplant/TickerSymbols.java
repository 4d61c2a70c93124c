package io.tickbus.tickerplant;

import java.util.ArrayList;
import java.util.List;

/**
 * Symbols for the random rows of {@link SyntheticFeed}. The first symbols are those of large listed companies. All
 * further symbols are numbered names.
 */
final class TickerSymbols {
    private static final List<String> KNOWN =
            List.of(("AAPL MSFT GOOG AMZN NVDA META TSLA IBM ORCL INTC AMD CSCO ADBE CRM NFLX QCOM TXN AVGO MU AMAT "
                            + "JPM BAC WFC C GS MS BLK SCHW AXP V MA PYPL BK USB PNC SPGI CME ICE AIG MET "
                            + "JNJ PFE MRK ABBV LLY BMY AMGN GILD UNH CVS CI HUM MDT ABT SYK DHR TMO ISRG REGN BIIB "
                            + "XOM CVX COP SLB EOG KO PEP PG CL KMB WMT COST TGT HD LOW MCD SBUX NKE DIS CMCSA "
                            + "T VZ TMUS BA GE CAT DE HON LMT RTX UPS FDX F GM UNP MMM EMR DUK SO NEE")
                    .split(" "));

    private TickerSymbols() {}

    static List<String> first(int count) {
        List<String> names = new ArrayList<>(KNOWN.subList(0, Math.min(count, KNOWN.size())));
        for (int i = names.size(); i < count; i++) {
            names.add("SYM" + i);
        }
        return names;
    }
}
