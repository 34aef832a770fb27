package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Keep;
import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A call is admitted for what it has read of a field itself, whatever the field holds a moment later. */
final class FieldWatchTest {

    private interface Client {
        String get(long id);
    }

    private static final class Service {
        private Client client;

        Service(Client client) {
            this.client = client;
        }

        void setClient(Client client) {
            this.client = client;
        }

        @Keep
        String find(long id) {
            return client.get(id);
        }
    }

    private final Client first = id -> "first" + this;
    private final Client second = id -> "second" + this;
    private final Service service = new Service(first);

    /** Between the call's own look at the field and the answer, which is what the latches force. */
    private final CountDownLatch hasRead = new CountDownLatch(2);

    private final CountDownLatch isSetBack = new CountDownLatch(1);

    @Keep
    private Object readAndWait(Service object) throws InterruptedException {
        Client read = object.client;
        hasRead.countDown();
        if (hasRead.getCount() == 0) {
            assertThat(isSetBack.await(10, TimeUnit.SECONDS)).isTrue();
        }
        return read;
    }

    @Test
    @Expects(Message.OTHER_OBJECT)
    void f27_fieldThatIsExchangedAndSetBack_isJudgedByWhatTheCallHasRead() throws Throwable {
        MethodHandle test = watch().test(Service.class);
        assertThat((boolean) test.invokeExact(service)).isTrue();

        service.setClient(second);
        Thread other = new Thread(() -> {
            await(hasRead);
            service.setClient(first);
            isSetBack.countDown();
        });
        other.start();
        assertThat((boolean) test.invokeExact(service))
                .as("it has read the second client")
                .isFalse();
        other.join();

        service.setClient(second);
        assertThat((boolean) test.invokeExact(service))
                .as("nor is that remembered")
                .isFalse();
        service.setClient(first);
        assertThat((boolean) test.invokeExact(service)).isTrue();
    }

    private ReceiverWatch watch() throws ReflectiveOperationException {
        ObjectPart part = ObjectPart.of(Service.class, Service.class, "find", "(J)Ljava/lang/String;");
        assertThat(part.exchanged()).hasSize(1);
        MethodHandle read = MethodHandles.lookup()
                .findVirtual(FieldWatchTest.class, "readAndWait", MethodType.methodType(Object.class, Service.class))
                .bindTo(this);
        return ReceiverWatch.of(
                new SameCollaborators(part, "Service.find(long)"),
                Map.of(part.exchanged().get(0), read));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
