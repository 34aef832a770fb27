package dev.larder.agent.core.store.redis.scan;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which server of a cluster has which slot at one moment, and which slots are moving between servers.
 *
 * <p><b>Threads.</b> Immutable once made.
 */
final class SlotMap {

    private static final int ID = 0;
    private static final int FLAGS = 2;
    private static final int FIRST_SLOT = 8;

    /** For each slot the servers that say they have it, and those it moves between. */
    private final String[] states = new String[SlotHash.SLOT_COUNT];

    private final BitSet moving = new BitSet();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> masters = new HashSet<>();

    private SlotMap() {
        Arrays.fill(states, "");
    }

    /** @param views what each master answers to {@code CLUSTER NODES} */
    static SlotMap of(List<String> views) {
        SlotMap map = new SlotMap();
        views.stream().sorted().flatMap(String::lines).forEach(line -> map.read(line.split(" ", -1)));
        return map;
    }

    private void read(String[] fields) {
        Set<String> flags = Set.of(fields[FLAGS].split(",", -1));
        if (flags.contains("master") && !flags.contains("fail") && !flags.contains("handshake")) {
            masters.add(fields[ID]);
        }
        if (flags.contains("myself")) {
            asked.add(fields[ID]);
            Arrays.stream(fields).skip(FIRST_SLOT).forEach(slots -> readSlots(fields[ID], slots));
        }
    }

    /** Such as {@code 5461}, {@code 0-5460}, {@code [93-<-<id>]} or {@code [77->-<id>]}. */
    private void readSlots(String server, String text) {
        if (text.startsWith("[")) {
            int slot = Integer.parseInt(text.substring(1, text.indexOf('-')));
            moving.set(slot);
            states[slot] += server + text;
            return;
        }
        String[] range = text.split("-", -1);
        int last = Integer.parseInt(range[range.length - 1]);
        for (int slot = Integer.parseInt(range[0]); slot <= last; slot++) {
            states[slot] += server;
        }
    }

    /** Whether every server was asked that another server names as a master. */
    boolean isWhole() {
        return asked.containsAll(masters);
    }

    boolean isMoving(int slot) {
        return moving.get(slot);
    }

    boolean isAlike(int slot, SlotMap other) {
        return states[slot].equals(other.states[slot]);
    }
}
