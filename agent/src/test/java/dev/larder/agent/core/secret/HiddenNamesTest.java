package dev.larder.agent.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.store.Eviction;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names that say nothing, and evictions that cover them. */
final class HiddenNamesTest {

    private final HiddenNames names = Keys.ring(Keys.line("a", 7)).names();

    /** Written down, since other processes of other releases make the same ones. */
    @Test
    void h104_names_staySameInEveryRelease() {
        assertThat(names.key("user:jane%40x.test")).isEqualTo("%sQF4E_NRWua9zNJ2PSVIiipTlaNE1YiSF5_tGH2RVeHw");
        assertThat(names.tag("user:jane%40x.test")).isEqualTo("%s5viU64k86EjXajGMdIk_tCRUcN00WRkFcyx1dfAvTlk");
        assertThat(names.check()).isEqualTo("1f1e748eaf76cb7d");
    }

    @Test
    void name_differsForEachKeyTagAndSecret_andIsNoTextOfATemplate() {
        Set<String> all = new HashSet<>();
        for (HiddenNames some : new HiddenNames[] {names, HiddenNames.ofThisProcess(), HiddenNames.ofThisProcess()}) {
            for (int i = 0; i < 1_000; i++) {
                all.add(some.key("user:" + i));
                all.add(some.tag("user:" + i));
            }
        }
        assertThat(all).hasSize(6_000).allMatch(name -> name.matches("%s[A-Za-z0-9_-]{43}"));
    }

    @Test
    void nameOfAName_isTheName() {
        assertThat(names.key(names.key("a"))).isEqualTo(names.key("a"));
        assertThat(names.tag(names.tag("a"))).isEqualTo(names.tag("a"));
        assertThat(names.tag(HiddenNames.ALL)).isEqualTo(HiddenNames.ALL);
    }

    @Test
    void eviction_coversPlainAndHiddenNames() {
        Eviction widened = names.widen(new Eviction(Set.of("a", names.key("b")), Set.of("t"), Set.of()));

        assertThat(widened)
                .isEqualTo(new Eviction(
                        Set.of("a", names.key("a"), names.key("b")), Set.of("t", names.tag("t")), Set.of()));
    }

    @Test
    void evictionByPattern_coversAllHiddenNames() {
        assertThat(names.widen(Eviction.ofPattern("user:*")))
                .isEqualTo(new Eviction(Set.of(), Set.of(HiddenNames.ALL), Set.of("user:*")));
    }
}
