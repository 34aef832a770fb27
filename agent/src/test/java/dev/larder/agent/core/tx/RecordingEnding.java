package dev.larder.agent.core.tx;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, in a journal that others may write to as well. */
final class RecordingEnding implements Transaction.Ending {

    final List<Object> heard;

    RecordingEnding() {
        this(new ArrayList<>());
    }

    RecordingEnding(List<Object> heard) {
        this.heard = heard;
    }

    @Override
    public void ended(Transaction.Outcome outcome) {
        heard.add(outcome);
    }

    @Override
    public void partlyUndone() {
        heard.add("partly undone");
    }
}
