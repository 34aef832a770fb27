package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.ValueCodec;
import dev.larder.agent.core.codec.json.Fixtures.Account;
import dev.larder.agent.core.codec.json.Fixtures.TwoLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One object in several places of a value is one in its copy, and no copy shares anything with another. */
final class SharedObjectsTest {

    @Test
    void encode_oneObjectInTwoPlaces_isOneObjectInTheCopy() {
        List<String> shared = new ArrayList<>(List.of("x"));

        TwoLists copy = RoundTrip.through(TwoLists.class, new TwoLists(shared, shared));

        assertThat(copy.first()).isSameAs(copy.second());
        assertThat(RoundTrip.through(TwoLists.class, new TwoLists(new ArrayList<>(), new ArrayList<>()))
                        .first())
                .isNotNull();
    }

    @Test
    void encode_emptySingletonsInPlacesOfDifferentTypes_areNoAliases() {
        record Two(List<String> a, List<Integer> b, Map<String, String> c, Map<Long, Long> d) {}
        Two value = new Two(List.of(), List.of(), Collections.emptyMap(), Collections.emptyMap());

        assertThat(RoundTrip.through(Two.class, value)).isEqualTo(value);
    }

    @Test
    void encode_sameMutableDateTwice_isOneDateInTheCopy() {
        Date date = new Date(1);
        List<Date> copy = RoundTrip.of(new TypeRef<List<Date>>() {}, List.of(date, date));

        assertThat(copy.get(0)).isEqualTo(date).isSameAs(copy.get(1));
        List<Object> open = RoundTrip.of(new TypeRef<List<Object>>() {}, List.of(date, date));
        assertThat(open.get(0)).isEqualTo(date).isSameAs(open.get(1));
    }

    @Test
    void encode_manyPathsToFewObjects_staysSmall() throws CodecException {
        List<Object> value = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            value = new ArrayList<>(List.of(value, value));
        }
        assertThat(RoundTrip.codec(Object.class).encode(value).length).isLessThan(1_500);
    }

    @Test
    void h102_copiesAndBytes_areIndependentOfEachOther() throws CodecException {
        ValueCodec codec = RoundTrip.codec(new TypeRef<List<Account>>() {});
        List<Account> value = new ArrayList<>(List.of(new Account("ann", new ArrayList<>(List.of(1)))));
        byte[] envelope = codec.encode(value);
        byte[] before = envelope.clone();
        value.get(0).history().add(2);
        value.clear();

        @SuppressWarnings("unchecked")
        List<Account> first = (List<Account>) codec.decode(envelope);
        first.get(0).close();
        first.get(0).history().add(99);
        first.clear();

        assertThat(envelope).isEqualTo(before);
        assertThat(codec.decode(envelope)).isEqualTo(List.of(new Account("ann", List.of(1))));
    }
}
