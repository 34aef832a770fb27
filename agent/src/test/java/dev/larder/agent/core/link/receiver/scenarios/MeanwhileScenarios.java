package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a method reads of its object is exchanged after its key was made, and before its body reads it. */
@SuppressWarnings("unused") // woven and called by their names
public final class MeanwhileScenarios {

    private MeanwhileScenarios() {}

    /** Holds the next run of a body until something has been done. */
    static final class Gate {
        private static volatile CountDownLatch isInBody = new CountDownLatch(0);
        private static volatile CountDownLatch isDone = new CountDownLatch(0);

        private Gate() {}

        /** Where each body begins. */
        static void pass() {
            isInBody.countDown();
            await(isDone);
        }

        /** What {@code call} returns if {@code change} happens as soon as its body has begun. */
        static String call(Supplier<String> call, Runnable change) {
            isInBody = new CountDownLatch(1);
            isDone = new CountDownLatch(1);
            CompletableFuture<String> result = CompletableFuture.supplyAsync(call);
            await(isInBody);
            change.run();
            isDone.countDown();
            return result.join();
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing happened");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    interface Client {
        String get(long id);
    }

    static final class First implements Client {
        @Override
        public String get(long id) {
            return "first " + id;
        }
    }

    static final class Second implements Client {
        @Override
        public String get(long id) {
            return "second " + id;
        }
    }

    /** Exchanged during the run, then set back: the first one's entry must not have the second one's result. */
    public static final class Collaborator implements Compared {
        static class Service {
            private Client client = new First();

            void setClient(Client client) {
                this.client = client;
            }

            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return client.get(id);
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.setClient(new Second()));
            service.setClient(new First());
            return List.of(check("second 7", meanwhile), check("first 7", service.find(7)));
        }
    }

    public static final class PlainField implements Compared {
        static class Service {
            private String region = "eu";

            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return region + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.region = "us");
            service.region = "eu";
            return List.of(check("us7", meanwhile), check("eu7", service.find(7)), check("eu7", service.find(7)));
        }
    }

    /** A written key with a field is of the state that the body reads, as a default key is. */
    public static final class FieldInAWrittenKey implements Compared {
        static class Service {
            private String region = "eu";

            @Cached(key = "written:{this.region}:{id}", ttl = 60)
            String find(long id) {
                Gate.pass();
                return region + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.region = "us");
            service.region = "eu";
            return List.of(check("us7", meanwhile), check("eu7", service.find(7)), check("eu7", service.find(7)));
        }
    }

    public static final class DataInAField implements Compared {
        static class Service {
            private final Settings settings = new Settings(1);

            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return settings.number() + "/" + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.settings.setNumber(2));
            service.settings.setNumber(1);
            return List.of(check("2/7", meanwhile), check("1/7", service.find(7)), check("1/7", service.find(7)));
        }
    }

    /** Neither is set: what they contain changes. */
    public static final class GroupOfPlainValues implements Compared {
        static class Service {
            private final List<String> regions = new ArrayList<>(List.of("eu"));

            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return regions.get(0) + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.regions.set(0, "us"));
            service.regions.set(0, "eu");
            return List.of(check("us7", meanwhile), check("eu7", service.find(7)), check("eu7", service.find(7)));
        }
    }

    public static final class ArrayInARecord implements Compared {
        @SuppressWarnings("ArrayRecordComponent") // which is what may change
        record Rates(int[] rates) {
            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return rates[0] + "/" + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Rates rates = new Rates(new int[] {1});
            String meanwhile = Gate.call(() -> rates.find(7), () -> rates.rates[0] = 2);
            rates.rates[0] = 1;
            return List.of(check("2/7", meanwhile), check("1/7", rates.find(7)), check("1/7", rates.find(7)));
        }
    }

    /** Longer than a key, so that the key has a digest of it. */
    public static final class LongField implements Compared {
        static class Service {
            private String region = "eu".repeat(200);

            @Cached(ttl = 60)
            String find(long id) {
                Gate.pass();
                return region.length() + "/" + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            String meanwhile = Gate.call(() -> service.find(7), () -> service.region = "eu".repeat(201));
            service.region = "eu".repeat(200);
            return List.of(check("402/7", meanwhile), check("400/7", service.find(7)), check("400/7", service.find(7)));
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // it changes, which is the point
    public static final class FieldOfAConstant implements Compared {
        enum Unit {
            MILE;

            private int factor = 1;

            @Cached(ttl = 60)
            String convert(long id) {
                Gate.pass();
                return factor + "/" + id;
            }
        }

        @Override
        public List<List<Object>> calls() {
            String meanwhile = Gate.call(() -> Unit.MILE.convert(7), () -> Unit.MILE.factor = 2);
            Unit.MILE.factor = 1;
            return List.of(
                    check("2/7", meanwhile), check("1/7", Unit.MILE.convert(7)), check("1/7", Unit.MILE.convert(7)));
        }
    }

    /** The object stays as it is, so the result is stored under the key that was made first. */
    public static final class ArgumentThatTheMethodChanges implements Compared {
        static class Service {
            private String region = "eu";

            void setRegion(String region) {
                this.region = region;
            }

            @Cached(ttl = 60)
            String find(List<String> ids) {
                String found = region + ids;
                ids.clear();
                return found;
            }
        }

        @Override
        public List<List<Object>> calls() {
            Service service = new Service();
            return List.of(
                    check("eu[a]", service.find(new ArrayList<>(List.of("a")))),
                    check("eu[a]", service.find(new ArrayList<>(List.of("a")))));
        }
    }
}
