package io.tickbus.q;

import java.util.Set;

/**
 * Words that are reserved in q. No table and no column can have such a name. Thread-safe.
 *
 * <p>Source: q's {@code .Q.res} and <a href="https://code.kx.com/q/ref/#keywords">Keywords</a>.
 */
public final class ReservedWords {
    private static final Set<String> ALL = Set.of("""
            abs acos aj aj0 ajf ajf0 all and any asc asin asof atan attr avg avgs bin binr by ceiling cols cor
            cos count cov cross csv cut delete deltas desc dev differ distinct div do dsave each ej enlist eval
            except exec exit exp fby fills first fkeys flip floor from get getenv group gtime hclose hcount hdel
            hopen hsym iasc idesc if ij ijf in insert inter inv key keys last like lj ljf load log lower lsq
            ltime ltrim mavg max maxs mcount md5 mdev med meta min mins mmax mmin mmu mod msum neg next not null
            or over parse peach pj prd prds prev prior rand rank ratios raze read0 read1 reciprocal reval
            reverse rload rotate rsave rtrim save scan scov sdev select set setenv show signum sin sqrt ss ssr
            string sublist sum sums sv svar system tables tan til trim type uj ujf ungroup union update upper
            upsert value var view views vs wavg where while within wj wj1 wsum xasc xbar xcol xcols xdesc xexp
            xgroup xkey xlog xprev xrank""".split("\\s+", -1));

    private ReservedWords() {}

    /**
     * {@return whether a word is reserved}
     *
     * @param word the word
     */
    public static boolean contains(String word) {
        return ALL.contains(word);
    }
}
