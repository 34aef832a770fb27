package dev.larder.agent.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Claim;
import dev.larder.agent.core.store.Eviction;
import dev.larder.agent.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices of evictions that go on, in Redis: whose they are, until when they count, and what is there in their place. */
abstract class NoticesContract extends PagesOfRows {

    static Stream<List<String>> foreign() {
        return Stream.of(
                List.of("SET", ""),
                List.of("SET", "\n"),
                List.of("SET", "\n\n"),
                List.of("SET", "a\nb"),
                List.of("SET", "not ours"),
                List.of("SET", "not ours\nat all"),
                List.of("SET", "deadbeef.1"),
                List.of("SET", "\ndeadbeef.1 9999999999999 p*\n"),
                List.of("SET", "deadbeef.1\nnot ours\n"),
                List.of("SET", "deadbeef.1\n\n"),
                List.of("SET", "deadbeef.1\ndeadbeef.1 9999999999999 p*\n"), // of a clock that is far ahead
                List.of("LPUSH", "not ours"),
                List.of("SADD", "not ours"),
                List.of("ZADD", "1", "not ours"),
                List.of("XADD", "*", "not", "ours"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void f38_foreignTextOrTypeInPlaceOfTheNotices_coversNothing(List<String> foreign) throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        putInPlaceOfTheNotices(foreign);

        assertThat(loader.takeOver(page(2), null, budget())).isNotNull();
        Claim claim = loader.claim(page(1), budget());
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        assertThat(store(((Claim.Granted) claim).lease(), "new")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void f38_foreignTextOrTypeInPlaceOfTheNotices_isReplacedByThem(List<String> foreign) throws StoreException {
        putInPlaceOfTheNotices(foreign);
        evicting.atEach(() -> pages().forEach(this::read));

        evictor.evict(Eviction.ofPattern("*"), evicting.budget());

        assertThat(found()).doesNotContain("old");
    }

    @Test
    void noticeOfAnotherProcess_coversUntilItsEnd() throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
    }

    /** As after its machine stood still together with its clock, or Redis's clock was set forward: until it asks again. */
    @Test
    void f47_noticeThatIsFarAwayByAClockThatIsBehind_covers() throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        loading.advance(Duration.ofMinutes(-1));
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
        assertThat(loader.takeOver(page(2), null, budget())).isNull();
    }

    /** As when Redis's clock was set back, or when the answer to the look comes late: at any step of a claim. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void f47_noticeThatHasEndedByAClockThatIsAhead_covers(int look) throws StoreException {
        evictor.evict(Eviction.ofKey("page:1"), budget());
        long end = System.currentTimeMillis() + Notices.LASTS.toMillis();
        putInPlaceOfTheNotices(List.of("SET", "deadbeef.1\ndeadbeef.1 " + end + " p*\n"));
        loading.at(look, () -> loading.advance(Notices.LASTS.plusSeconds(5)));
        assertThat(loader.claim(page(1), budget())).isInstanceOf(Claim.Unstored.class);
    }

    private void putInPlaceOfTheNotices(List<String> foreign) {
        redis().command("DEL", "shop#\u0002");
        List<String> words = new ArrayList<>(foreign);
        words.add(1, "shop#\u0002");
        redis().command(words.toArray(String[]::new));
    }
}
