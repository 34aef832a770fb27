package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import dev.larder.agent.core.link.receiver.scenarios.Held.Range;
import dev.larder.agent.core.link.receiver.scenarios.Held.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Services that hold values of the platform, or data behind type variables. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class TypedDataScenarios {

    private TypedDataScenarios() {}

    public static final class ValuesOfThePlatform implements Numbered {
        static class Service {
            private final Path path;
            private final Pattern pattern;

            Service(int n) {
                path = Path.of("got", Integer.toString(n));
                pattern = Pattern.compile(Integer.toString(n));
            }

            @Cached(ttl = 60)
            String find() {
                return path.getParent() + " " + path.getFileName();
            }

            @Cached(ttl = 60)
            boolean matches() {
                return pattern.matcher("1").matches();
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            return service.matches() == (n == 1) ? service.find() : "differ";
        }
    }

    public static final class ValuesOfThePlatformInGroups implements Numbered {
        record Place(Path path) {}

        static class Service {
            private final List<Locale> locales;
            private final Set<Path> paths;
            private final Map<Class<?>, Optional<String>> names;
            private final Optional<Pattern> pattern;
            private final Place place;

            Service(int n) {
                locales = List.of(n == 1 ? Locale.GERMANY : Locale.FRANCE);
                paths = Set.of(Path.of("a"), Path.of("b" + n));
                names = Map.of(String.class, n == 1 ? Optional.empty() : Optional.of("2"));
                pattern = n == 1 ? Optional.empty() : Optional.of(Pattern.compile("2"));
                place = new Place(Path.of("c" + n));
            }

            @Cached(ttl = 60)
            int locale() {
                return locales.get(0).getCountry().equals("DE") ? 1 : 2;
            }

            @Cached(ttl = 60)
            int path() {
                return paths.contains(Path.of("b1")) ? 1 : 2;
            }

            @Cached(ttl = 60)
            int name() {
                return names.get(String.class).isEmpty() ? 1 : 2;
            }

            @Cached(ttl = 60)
            int pattern() {
                return pattern.isEmpty() ? 1 : 2;
            }

            @Cached(ttl = 60)
            int place() {
                return place.path().endsWith("c1") ? 1 : 2;
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            int all = service.locale() + service.path() + service.name() + service.pattern() + service.place();
            return all == 5 * n ? "got " + n : "differ " + all;
        }
    }

    public static final class GetterOfACollaborator implements Numbered {
        static class Context {
            private final int number;
            private final Runnable other = () -> {};

            Context(int number) {
                this.number = number;
            }

            int getNumber() {
                return number;
            }
        }

        static class Service {
            private final Context context;

            Service(int n) {
                context = new Context(n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + context.getNumber();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class GenericData implements Numbered {
        static class Service {
            private final Range<Integer> range;
            private final Range<Range<Integer>> ranges;

            Service(int n) {
                range = new Range<>(n, 7);
                ranges = new Range<>(new Range<>(n, 7), range);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + range.from();
            }

            @Cached(ttl = 60)
            String inside() {
                return "got " + ranges.from().from();
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            return service.find().equals(service.inside()) ? service.find() : "differ";
        }
    }

    public static final class GenericRecord implements Numbered {
        record Pair<A, B>(A first, B second) {}

        static class Service {
            private final Pair<Integer, String> pair;

            Service(int n) {
                pair = new Pair<>(n, "x");
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + pair.first();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class DataBehindABoundVariable implements Numbered {
        abstract static class Base<S> {
            final S settings;

            Base(S settings) {
                this.settings = settings;
            }
        }

        static class Service extends Base<Settings> {
            Service(int n) {
                super(new Settings(n));
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + settings.number();
            }

            @Cached(ttl = 60)
            String direct() {
                return "got " + settings.number;
            }
        }

        @Override
        public String call(int n) {
            Service service = new Service(n);
            return service.find().equals(service.direct()) ? service.find() : "differ";
        }
    }
}
