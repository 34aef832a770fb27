package dev.larder.agent.oracle;

import dev.larder.agent.apps.Verb;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The keys of one schedule, few enough that calls meet, and orders for them.
 *
 * <p><b>Shape.</b> {@code <name>.p.<n>} are plain; {@code <name>.g<m>.<n>} carry the tag of the group {@code <name>.g<m>}.
 */
final class Stock {

    private static final int PLAIN = 5;
    private static final int GROUPS = 2;
    private static final int PER_GROUP = 3;

    private static final List<Verb> PLAIN_READS =
            List.of(Verb.READ, Verb.READ_STALE, Verb.READ_AHEAD, Verb.GET_OR_LOAD, Verb.READ_MAP, Verb.READ_LIST);

    private final List<String> plain = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    /** Keys that share a tag. */
    private record Group(String name, List<String> keys) {}

    Stock(String name) {
        for (int i = 0; i < PLAIN; i++) {
            plain.add(name + ".p." + i);
        }
        for (int i = 0; i < GROUPS; i++) {
            String group = name + ".g" + i;
            List<String> keys = new ArrayList<>();
            for (int j = 0; j < PER_GROUP; j++) {
                keys.add(group + "." + j);
            }
            groups.add(new Group(group, keys));
        }
    }

    /** A read of any key. */
    Order anyRead(SplittableRandom random) {
        if (random.nextInt(PLAIN + GROUPS * PER_GROUP) < PLAIN) {
            Verb verb = any(PLAIN_READS, random);
            return Order.read(verb, oneOrMany(verb, plain, random));
        }
        Group group = any(groups, random);
        Verb verb = any(List.of(Verb.READ_TAGGED, Verb.GET_OR_LOAD_TAGGED, Verb.READ_MAP_TAGGED), random);
        return Order.read(verb, oneOrMany(verb, group.keys(), random), group.name());
    }

    private static String oneOrMany(Verb verb, List<String> keys, SplittableRandom random) {
        return verb.readsMany() ? String.join(",", some(keys, random)) : any(keys, random);
    }

    /** A call of {@code verb} on keys it can be called on. */
    Order anyChange(Verb verb, SplittableRandom random) {
        Group group = any(groups, random);
        return switch (verb) {
            case UPDATE, UPDATE_AND_FAIL, EVICT_FIRST, OPERATOR_EVICT -> Order.change(verb, anyKey(random));
            case PUT, PUT_BY_RESULT -> Order.change(verb, any(plain, random));
            case PUT_TAGGED -> Order.putTagged(any(group.keys(), random), group.name());
            case PUT_MANY -> Order.changeMany(verb, some(plain, random));
            case UPDATE_MANY, EVICT_ALL -> Order.changeMany(verb, someKeys(random));
            case UPDATE_GROUP, EVICT_TAG -> Order.changeAll(verb, group.name(), Set.copyOf(group.keys()));
            case UPDATE_MATCHING, EVICT_PATTERN, OPERATOR_EVICT_MATCHING ->
                Order.changeAll(verb, group.name(), Set.copyOf(group.keys()));
            case UPDATE_KEY_AND_GROUP -> Order.changeKeyAndGroup(any(plain, random), group.name(), group.keys());
            case OPERATOR_EVICT_ALL -> Order.changeAll(verb, "all", allKeys());
            case READ,
                    READ_TAGGED,
                    READ_MAP,
                    READ_LIST,
                    READ_MAP_TAGGED,
                    READ_SHORT,
                    READ_STALE,
                    READ_AHEAD,
                    GET_OR_LOAD,
                    GET_OR_LOAD_TAGGED -> throw new IllegalArgumentException(verb + " changes nothing");
        };
    }

    private String anyKey(SplittableRandom random) {
        return any(List.copyOf(allKeys()), random);
    }

    private List<String> someKeys(SplittableRandom random) {
        return some(List.copyOf(allKeys()), random);
    }

    /** At least two. */
    private static List<String> some(List<String> all, SplittableRandom random) {
        int first = random.nextInt(all.size() - 1);
        return all.subList(first, first + 2 + random.nextInt(all.size() - first - 1));
    }

    private Set<String> allKeys() {
        Set<String> all = new LinkedHashSet<>(plain);
        groups.forEach(group -> all.addAll(group.keys()));
        return all;
    }

    private static <T> T any(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
