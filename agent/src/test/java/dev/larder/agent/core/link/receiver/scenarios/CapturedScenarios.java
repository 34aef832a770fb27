package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Services with lambdas, and objects of classes without a name, behind interfaces: with what these have captured, or without. */
@SuppressWarnings({"unused", "UnnecessaryLambda"}) // woven and called by their names
public final class CapturedScenarios {

    private CapturedScenarios() {}

    interface Greeting {
        String text();
    }

    public static final class LocalVariable implements Numbered {
        static class Service {
            private final Function<String, String> text;

            Service(int n) {
                text = word -> word + " " + n;
            }

            @Cached(ttl = 60)
            String find() {
                return text.apply("got");
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class OwnField implements Numbered {
        static class Service {
            private final int number;
            private final Function<String, String> text = word -> word + " " + got();

            Service(int n) {
                number = n;
            }

            private int got() {
                return number;
            }

            @Cached(ttl = 60)
            String find() {
                return text.apply("got");
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class VariableOfAClassWithoutAName implements Numbered {
        static class Service {
            private final Greeting greeting;

            Service(int n) {
                greeting = new Greeting() {
                    @Override
                    public String text() {
                        return "got " + n;
                    }
                };
            }

            @Cached(ttl = 60)
            String find() {
                return greeting.text();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class ObjectAroundAClassWithoutAName implements Numbered {
        static class Service {
            private final int number;
            private final Greeting greeting = new Greeting() {
                @Override
                public String text() {
                    return "got " + number;
                }
            };

            Service(int n) {
                number = n;
            }

            @Cached(ttl = 60)
            String find() {
                return greeting.text();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    /** What the lambda may read is in the key: the method reads it itself. */
    public static final class OwnFieldThatIsInTheKey implements Numbered {
        static class Service {
            private final int number;
            private final UnaryOperator<String> text = word -> word + " " + got();

            Service(int n) {
                number = n;
            }

            private int got() {
                return number;
            }

            @Cached(ttl = 60)
            String find() {
                return number == 0 ? "" : text.apply("got");
            }
        }

        private final Service one = new Service(1);
        private final Service two = new Service(2);

        @Override
        public String call(int n) {
            return n == 1 ? one.find() : new Service(n).find();
        }
    }

    /** It captures nothing but collaborators, and does not read the object around it. */
    public static final class Collaborators implements Numbered {
        interface Repository {
            String find(long id);
        }

        static class Service {
            private final int retries = 3;
            private final Repository repository = id -> "got 1";
            private final Function<Long, String> loader = repository::find;
            private final Greeting greeting = new Greeting() {
                @Override
                public String text() {
                    return "";
                }
            };

            @Cached(ttl = 60)
            String find() {
                return greeting.text() + loader.apply(7L);
            }
        }

        private final Service service = new Service();

        @Override
        public String call(int n) {
            return service.find();
        }
    }
}
