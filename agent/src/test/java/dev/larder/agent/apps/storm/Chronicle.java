package dev.larder.agent.apps.storm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The latest loads and evictions of all processes, to explain a read that should not have been.
 *
 * <p><b>Shape.</b> A ring of lines of 64 bytes behind the number of the next one. Nobody waits for anybody: a line that is
 * just being written may be read half old and half new, which a story can live with.
 *
 * <p><b>Units and clock.</b> {@code System.nanoTime}, which processes on one Linux machine share.
 */
final class Chronicle {

    private static final int LINE = 64;
    private static final int LINES = 1 << 15;
    static final int SIZE = LINE * (1 + LINES);

    private static final int STORY_LINES = 60;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    Chronicle(ByteBuffer memory) {
        this.memory = memory;
    }

    /** A line of it. */
    private record Event(long begin, long end, int worker, long thread, Verb verb, int slot, long version) {

        String relativeTo(long nanos) {
            return String.format(
                    Locale.ROOT,
                    "%,12d .. %,12d us  worker %d thread %3d  %s of slot %d, version %d",
                    (begin - nanos) / 1_000,
                    (end - nanos) / 1_000,
                    worker,
                    thread,
                    verb,
                    slot,
                    version);
        }
    }

    /** @param version what the load has read, or what is the oldest to be read from now on */
    void note(Verb verb, int worker, int slot, long version, long begin, long end) {
        long place = (long) LONGS.getAndAdd(memory, 0, 1L);
        int at = LINE * (1 + (int) (place & (LINES - 1)));
        set(at, begin);
        set(at + 8, end);
        set(at + 16, worker);
        set(at + 24, Thread.currentThread().getId());
        set(at + 32, verb.ordinal());
        set(at + 40, slot);
        set(at + 48, version);
    }

    /** What happened to either slot until {@code until}, as far as it is remembered, one event a line. */
    List<String> story(int slot, int other, long since, long until) {
        List<Event> events = new ArrayList<>();
        for (int line = 1; line <= LINES; line++) {
            Event event = event(LINE * line);
            if (event.end != 0 && (event.slot == slot || event.slot == other) && event.begin - until <= 0) {
                events.add(event);
            }
        }
        events.sort(Comparator.comparingLong(Event::begin));
        return events.subList(Math.max(0, events.size() - STORY_LINES), events.size()).stream()
                .map(event -> event.relativeTo(since))
                .toList();
    }

    private Event event(int at) {
        return new Event(
                get(at),
                get(at + 8),
                (int) get(at + 16),
                get(at + 24),
                Verb.values()[(int) get(at + 32)],
                (int) get(at + 40),
                get(at + 48));
    }

    private long get(int at) {
        return (long) LONGS.getOpaque(memory, at);
    }

    private void set(int at, long value) {
        LONGS.setOpaque(memory, at, value);
    }
}
