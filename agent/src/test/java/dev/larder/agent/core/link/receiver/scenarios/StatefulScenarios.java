package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import java.text.DecimalFormat;
import java.text.Format;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;

/** Services with objects of the JDK that have a state of their own, and with collections that their methods fill. */
@SuppressWarnings({"unused", "JavaUtilDate"}) // woven and called by their names
public final class StatefulScenarios {

    private StatefulScenarios() {}

    public static final class ObjectsOfTheJdk implements Numbered {
        static class Service {
            private final SimpleDateFormat pattern;
            private final Format format;
            private final Random random;
            private final TimeZone zone;

            Service(int n) {
                pattern = new SimpleDateFormat("'got " + n + "'");
                format = new DecimalFormat("'got '" + n);
                random = new Random(n);
                zone = TimeZone.getTimeZone("GMT+" + n);
            }

            @Cached(ttl = 60)
            String pattern() {
                return pattern.format(Date.from(Instant.EPOCH));
            }

            @Cached(ttl = 60)
            String format() {
                return format.format(0).substring(0, 5);
            }

            @Cached(ttl = 60)
            int random() {
                return random.nextInt();
            }

            @Cached(ttl = 60)
            int zone() {
                return zone.getRawOffset() / 3_600_000;
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            boolean isOwn = service.random() == new Random(n).nextInt()
                    && service.zone() == n
                    && service.format().equals("got " + n);
            return isOwn ? service.pattern() : "differ";
        }
    }

    public static final class BehindAnInterface implements Numbered {
        interface Chance {
            int next();
        }

        static final class Seeded extends Random implements Chance {
            private static final long serialVersionUID = 1L;

            Seeded(int seed) {
                super(seed);
            }

            @Override
            public int next() {
                return nextInt();
            }
        }

        static class Service {
            private final Chance chance;

            Service(int n) {
                chance = new Seeded(n);
            }

            @Cached(ttl = 60)
            int find() {
                return chance.next();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find() == new Random(n).nextInt() ? "got " + n : "differ";
        }
    }

    public static final class MemoMap implements Numbered {
        static class Service {
            private final Map<Integer, String> memo = new HashMap<>();

            @Cached(ttl = 60)
            String find(int n) {
                return memo.computeIfAbsent(n, number -> "got " + number);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(n);
        }
    }

    public static final class MemoArray implements Numbered {
        static class Service {
            private final int[] memo = new int[8];

            @Cached(ttl = 60)
            String find(int n) {
                if (memo[n] == 0) {
                    memo[n] = n;
                }
                return "got " + memo[n];
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(n);
        }
    }

    public static final class MemoOfARecord implements Numbered {
        record Service(List<String> memo) {
            @Cached(ttl = 60)
            String find(int n) {
                memo.add("got " + n);
                return memo.get(memo.size() - 1);
            }
        }

        private final Service service = new Service(new ArrayList<>());

        @Override
        public String call(int n) {
            return service.find(n);
        }
    }

    /** It reads the map and leaves it as it is. */
    public static final class MapThatIsRead implements Numbered {
        static class Service {
            private final Map<Integer, String> texts = new HashMap<>();

            @Cached(ttl = 60)
            String find(int n) {
                return texts.getOrDefault(n, "got " + n)
                        + texts.values().stream().findAny().orElse("");
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find(n);
        }
    }
}
