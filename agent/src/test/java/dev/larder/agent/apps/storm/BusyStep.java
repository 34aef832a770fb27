package dev.larder.agent.apps.storm;

import java.util.SplittableRandom;
import javax.management.JMException;

/** A call at random, without a rest. */
final class BusyStep implements Step {

    private static final int CHANGES_PER_THOUSAND = 120;

    private final Stock stock;
    private final StormReads reads;
    private final StormChanges changes;
    private final SplittableRandom random;

    BusyStep(Stock stock, StormReads reads, StormChanges changes, long seed) {
        this.stock = stock;
        this.reads = reads;
        this.changes = changes;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void take() throws JMException {
        int row = stock.anyRow(random);
        int dice = random.nextInt(1_000_000);
        if (dice < 1_000 * CHANGES_PER_THOUSAND) {
            changes.make(Verb.anyChange(dice % 1_000), row);
        } else {
            reads.make(Verb.anyRead(dice % 1_000), row);
        }
    }
}
