package dev.larder.agent.core.behind;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The writes that wait, with the lock over them and what threads wait for. No application code runs under the lock. */
final class Turns {

    final ReentrantLock lock = new ReentrantLock();

    /** There is a write whose turn it is. */
    final Condition work = lock.newCondition();

    /** A write has ended or failed. */
    final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    final Lanes lanes;

    /** Whether any key has a write; written under the lock, and read without it where there is none nearly always. */
    volatile boolean any;

    Turns(Lanes lanes) {
        this.lanes = lanes;
    }
}
