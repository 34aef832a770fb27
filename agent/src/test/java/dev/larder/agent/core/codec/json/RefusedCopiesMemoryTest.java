package dev.larder.agent.core.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.codec.CodecException;
import org.junit.jupiter.api.Test;

/** How seldom a method whose results cannot be copied tries it. */
final class RefusedCopiesMemoryTest {

    private final RefusedCopies refusals = new RefusedCopies();

    @Test
    void resultsThatAreAllRefused_areTriedMoreAndMoreSeldom() {
        assertThat(triedOf(10_000)).isBetween(10, 30);
    }

    @Test
    void resultThatIsCopied_endsIt() {
        triedOf(10_000);
        while (refusals.isSkipped()) {
            // until one is tried
        }
        refusals.ended();
        assertThat(refusals.isSkipped()).isFalse();
        refusals.add(new CodecException("no"));
        assertThat(refusals.isSkipped()).isTrue();
        assertThat(refusals.isSkipped()).isFalse();
    }

    private int triedOf(int results) {
        int tried = 0;
        for (int i = 0; i < results; i++) {
            if (!refusals.isSkipped()) {
                tried++;
                refusals.add(new CodecException("no"));
            }
        }
        return tried;
    }
}
