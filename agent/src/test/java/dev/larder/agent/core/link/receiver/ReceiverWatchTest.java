package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who decides about an object is asked once, as long as few objects take turns. */
final class ReceiverWatchTest {

    private final List<Object> asked = new ArrayList<>();

    private ReceiverWatch watch(boolean admits) {
        return ReceiverWatch.of(new ReceiverWatch.Judge() {
            @Override
            public boolean admits(Object receiver) {
                asked.add(receiver);
                return admits;
            }

            @Override
            public boolean isDone() {
                return false;
            }
        });
    }

    @Test
    void f27_eightObjectsInTurn_areJudgedOnceEach() {
        ReceiverWatch watch = watch(true);
        List<Object> objects = IntStream.range(0, 8).mapToObj(i -> new Object()).toList();
        for (int i = 0; i < 80; i++) {
            assertThat(watch.admits(objects.get(i % 8))).isTrue();
        }
        assertThat(asked).containsExactlyElementsOf(objects);
    }

    @Test
    void f27_ninthObject_replacesTheOneAdmittedLongestAgo() {
        ReceiverWatch watch = watch(true);
        List<Object> objects = IntStream.range(0, 9).mapToObj(i -> new Object()).toList();
        objects.forEach(watch::admits);
        watch.admits(objects.get(8));
        watch.admits(objects.get(1));
        assertThat(asked).hasSize(9);
        watch.admits(objects.get(0));
        assertThat(asked).hasSize(10);
    }

    @Test
    void f27_refusedObject_isNeverRemembered() {
        ReceiverWatch watch = watch(false);
        Object object = new Object();
        assertThat(watch.admits(object)).isFalse();
        assertThat(watch.admits(object)).isFalse();
        assertThat(asked).hasSize(2);
    }
}
