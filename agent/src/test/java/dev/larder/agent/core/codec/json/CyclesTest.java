package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.json.Fixtures.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that contain themselves come back from Redis as they were; where that cannot be, the message says why. */
final class CyclesTest {

    /** Its hash code and its order need the content of the group, which may be restored later. */
    static final class Member implements Comparable<Member> {
        Group group;
        List<Member> others;
        final String name;

        Member(String name, Group group) {
            this.name = name;
            this.group = group;
        }

        private String key() {
            return group.name + name;
        }

        @Override
        public int compareTo(Member other) {
            return key().compareTo(other.key());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member member && member.key().equals(key());
        }

        @Override
        public int hashCode() {
            return Objects.hash(key());
        }
    }

    static final class Group {
        Set<Member> members;
        Map<Member, Integer> ranks;
        String name = "g";
    }

    enum Kind {
        HASH_SET(HashSet::new),
        LINKED_HASH_SET(LinkedHashSet::new),
        TREE_SET(TreeSet::new),
        SYNCHRONIZED_SET(members -> Collections.synchronizedSet(new LinkedHashSet<>(members))),
        UNMODIFIABLE_SET(members -> Collections.unmodifiableSet(new LinkedHashSet<>(members))),
        UNMODIFIABLE_SORTED_SET(members -> Collections.unmodifiableNavigableSet(new TreeSet<>(members)));

        private final Function<Collection<Member>, Set<Member>> maker;

        Kind(Function<Collection<Member>, Set<Member>> maker) {
            this.maker = maker;
        }
    }

    /** A cycle of objects without an identity of their own would be one of the hash codes as well. */
    static final class Holder {
        List<Holder> list;
        Holder[] array;
        Set<Holder> fixed;
        Pair pair;
        Map<Key, Holder> byKey;
    }

    record Key(String text, int number) {}

    record Pair(Holder holder, String text) {}

    /** Looks into what may not be complete yet. */
    record Curious(Group group, String name) {
        Curious {
            name = group.name == null ? "?" : group.name;
        }
    }

    record Peeking(Map<String, Object> map, int size) {
        Peeking {
            size = map.size();
        }
    }

    static final class Watcher {
        Curious curious;
        Group group;
    }

    @Test
    void encode_objectThatContainsItself_writesTheDepthOfTheOneAround() throws CodecException {
        Node node = new Node();
        node.next = new Node();
        node.next.next = node;

        assertThat(RoundTrip.text(RoundTrip.codec(Node.class).encode(node)))
                .isEqualTo("{\"next\":{\"next\":-1,\"value\":0},\"value\":0}");
        Node copy = RoundTrip.through(Node.class, node);
        assertThat(copy.next).isNotSameAs(copy);
        assertThat(copy.next.next).isSameAs(copy);
        node.next = node;
        copy = RoundTrip.through(Node.class, node);
        assertThat(copy.next).isSameAs(copy);
    }

    @Test
    void encode_listOfWhatHoldsTheList_isOneListInTheCopy() {
        Group group = new Group();
        List<Member> members = new ArrayList<>(List.of(new Member("a", group), new Member("b", group)));
        members.forEach(member -> member.others = members);

        List<Member> copy = RoundTrip.of(new TypeRef<List<Member>>() {}, members);

        assertThat(copy).hasSize(2).allMatch(member -> member.others == copy);
        assertThat(copy.get(0).group).isSameAs(copy.get(1).group).isNotSameAs(group);
    }

    @Test
    void encode_containersInThemselves_areOneContainerInTheCopy() {
        List<Object> list = new ArrayList<>();
        list.add("a");
        list.add(list);
        List<Object> copy = RoundTrip.of(new TypeRef<List<Object>>() {}, list);
        assertThat(copy.get(1)).isSameAs(copy);

        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            map.put("k" + i, i % 2 == 0 ? map : i);
        }
        Map<String, Object> other = RoundTrip.of(new TypeRef<Map<String, Object>>() {}, map);
        assertThat(other.keySet()).containsExactlyElementsOf(map.keySet());
        assertThat(other.get("k0")).isSameAs(other).isSameAs(other.get("k18"));
    }

    @Test
    void encode_unmodifiableListOfWhatHoldsIt_isOneUnmodifiableList() {
        List<Member> inside = new ArrayList<>();
        List<Member> members = Collections.unmodifiableList(inside);
        Member member = new Member("a", new Group());
        member.others = members;
        inside.add(member);

        List<Member> copy = RoundTrip.of(new TypeRef<List<Member>>() {}, members);

        assertThat(copy.get(0).others).isSameAs(copy);
        assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void encode_setOfWhatRefersBack_isFilledWhenHashCodesAreKnown(Kind kind) {
        Group group = new Group();
        Member first = new Member("a", group);
        List<Member> members = List.of(first, new Member("b", group), new Member("c", group));
        group.members = kind.maker.apply(members);
        group.ranks = new LinkedHashMap<>();
        members.forEach(member -> group.ranks.put(member, group.ranks.size()));

        assertFound(RoundTrip.through(Group.class, group));
        assertFound(RoundTrip.through(Member.class, first).group);
        assertFound(RoundTrip.of(new TypeRef<List<Member>>() {}, members).get(2).group);
    }

    private static void assertFound(Group copy) {
        assertThat(copy.members).extracting(member -> member.name).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(copy.members)
                .allMatch(member -> member.group == copy)
                .allMatch(copy.members::contains)
                .allMatch(copy.ranks::containsKey);
        assertThat(copy.ranks.keySet()).extracting(member -> member.name).containsExactly("a", "b", "c");
        copy.name = "other";
        assertThat(copy.members).isNotEmpty();
    }

    /** The set is not in the cycle itself, and what it refers to is complete only when the cycle is. */
    @Test
    void encode_setOfWhatWasWrittenInAnOpenCycle_isFilledLater() {
        Group group = new Group();
        Member member = new Member("a", group);
        member.others = new ArrayList<>(List.of(member));
        group.members = new HashSet<>(Set.of(member));
        group.ranks = new HashMap<>(Map.of(member, 1));
        Group other = new Group();
        other.name = "h";
        other.members = new HashSet<>(Set.of(member));

        List<Group> copy = RoundTrip.of(new TypeRef<List<Group>>() {}, new ArrayList<>(List.of(group, other)));

        Member found = copy.get(0).members.iterator().next();
        assertThat(copy.get(0).ranks).containsKey(found);
        assertThat(copy.get(1).members.contains(found)).isTrue();
        assertThat(copy.get(1).members.iterator().next()).isSameAs(found);
        assertThat(found.others.get(0)).isSameAs(found);
    }

    @Test
    void encode_immutableContainersWithinACycle_areKeptIfTheyCanBeMade() {
        Holder holder = new Holder();
        holder.list = List.of(holder);
        holder.array = new Holder[] {holder};
        holder.fixed = Set.of(holder);
        holder.pair = new Pair(holder, "x");
        holder.byKey = Map.of(new Key("a", 1), holder);

        Holder copy = RoundTrip.through(Holder.class, holder);

        assertThat(copy.list).hasSameClassAs(holder.list).satisfies(list -> assertThat(list.get(0))
                .isSameAs(copy));
        assertThat(copy.array[0]).isSameAs(copy);
        assertThat(copy.fixed.contains(copy)).isTrue();
        assertThat(copy.pair.holder).isSameAs(copy);
        assertThat(copy.byKey.get(new Key("a", 1))).isSameAs(copy);
    }

    @Test
    void encode_cycleThatMustBeMadeOfARecordFirst_isRefusedWithFieldAndRemedy() {
        Holder holder = new Holder();
        Pair pair = new Pair(holder, "s3cret");
        holder.pair = pair;

        assertRefused(
                new TypeRef<Pair>() {}, pair, "at $.holder.pair: ", "Pair that it is in, which is a record", "a class");
        List<Holder> list = List.of(holder);
        holder.pair = null;
        holder.list = list;
        assertRefused(new TypeRef<List<Holder>>() {}, list, "at $[0].list: ", "is made after", "like an ArrayList");
        Holder[] array = {holder};
        holder.list = null;
        holder.array = array;
        assertRefused(new TypeRef<Holder[]>() {}, array, "at $[0].array: ", "is an array", "Use an ArrayList");
    }

    @Test
    void encode_immutableSetWhoseHashCodesNeedTheCycle_isRefusedWithFieldAndRemedy() {
        Group group = new Group();
        group.members = Set.of(new Member("s3cret", group));
        assertRefused(new TypeRef<Group>() {}, group, "at $.members", "hash codes", "Use a HashSet");
        group.members = null;
        group.ranks = Map.of(new Member("s3cret", group), 1);
        assertRefused(new TypeRef<Group>() {}, group, "at $.ranks", "hash codes", "Use a HashMap");
    }

    /** Each value with a cycle is compared, also after the first ones. */
    @Test
    void encode_recordThatLooksIntoAnIncompleteObject_isRefused() throws CodecException {
        var codec = RoundTrip.codec(new TypeRef<List<Watcher>>() {});
        for (int i = 0; i < 10; i++) {
            Watcher watcher = new Watcher();
            watcher.group = new Group();
            watcher.curious = new Curious(watcher.group, "");
            codec.encode(List.of(watcher));
        }
        Map<String, Object> loop = new HashMap<>();
        loop.put("a", 1);
        loop.put("a", new Peeking(loop, 0));
        var loops = RoundTrip.codec(new TypeRef<Map<String, Object>>() {}, false, Peeking.class);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> loops.encode(loop)).hasMessageContaining("does not survive");
        }
    }

    private static void assertRefused(TypeRef<?> type, Object value, String place, String reason, String remedy) {
        assertThatThrownBy(() -> RoundTrip.codec(type).encode(value))
                .isInstanceOfSatisfying(CodecException.class, refused -> assertThat(refused.remedy())
                        .contains(remedy))
                .hasMessageContaining(place)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void encode_sameListDeclaredInTwoWays_isOneListInTheCopy() {
        record Two(List<String> list, Collection<String> collection, Iterable<String> iterable) {}
        List<String> list = new ArrayList<>(Arrays.asList("a", null));

        Two copy = RoundTrip.through(Two.class, new Two(list, list, list));

        assertThat(copy.collection()).isSameAs(copy.list()).isSameAs(copy.iterable());
    }
}
