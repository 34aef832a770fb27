package dev.larder.agent.oracle;

import java.util.Set;

/** One process without Redis. */
final class MemoryOnly implements Deployment {

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public String mode() {
        return "MEMORY";
    }

    @Override
    public String url(int worker) {
        return "";
    }

    @Override
    public Set<Fault> faults() {
        return Set.of();
    }

    @Override
    public Runnable inflict(Fault fault, int worker) {
        throw new IllegalArgumentException(fault + " of what?");
    }

    @Override
    public void close() {
        // There is nothing but the process.
    }
}
