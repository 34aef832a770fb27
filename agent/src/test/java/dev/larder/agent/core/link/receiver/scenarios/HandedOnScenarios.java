package dev.larder.agent.core.link.receiver.scenarios;

import static dev.larder.agent.core.link.receiver.scenarios.Compared.check;

import dev.larder.Cached;
import java.util.List;

/** Objects that their method hands to other code, or of which it takes what is hard to follow. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class HandedOnScenarios {

    private HandedOnScenarios() {}

    /** To code that nobody can follow: then all plain fields count. */
    public static final class HandedOn implements Compared {
        static class Account {
            private final String name;

            Account(String name) {
                this.name = name;
            }

            @Cached(ttl = 60)
            String label() {
                return List.of(this).toString();
            }

            @Override
            public String toString() {
                return name;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("[a]", new Account("a").label()), check("[b]", new Account("b").label()));
        }
    }

    public static final class HandedToOverriddenCode implements Compared {
        static class Reader {
            String read(Account account) {
                return account.name;
            }
        }

        static final class Counting extends Reader {
            @Override
            String read(Account account) {
                return account.name + account.count;
            }
        }

        static class Account {
            private final String name;
            private final int count;

            Account(String name, int count) {
                this.name = name;
                this.count = count;
            }

            @Cached(ttl = 60)
            String read(boolean counting) {
                return reader(counting).read(this);
            }

            @Cached(ttl = 60)
            String met(int x) {
                return new Teller("teller").meet(this);
            }

            String meet(Account other) {
                return other.name;
            }

            private static Reader reader(boolean counting) {
                return counting ? new Counting() : new Reader();
            }

            @Cached(ttl = 60)
            String metByAny(int x) {
                Account any = x > 0 ? new Teller("teller") : this;
                return any.meet(this);
            }
        }

        static class Teller extends Account {
            Teller(String name) {
                super(name, 0);
            }

            @Override
            String meet(Account other) {
                return other.name + other.count;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("a1", new Account("a", 1).read(true)),
                    check("a2", new Account("a", 2).read(true)),
                    check("a1", new Account("a", 1).met(1)),
                    check("a2", new Account("a", 2).met(1)),
                    check("a1", new Account("a", 1).metByAny(1)),
                    check("a2", new Account("a", 2).metByAny(1)));
        }
    }

    public static final class HandedOnWithOthers implements Compared {
        static class Account {
            private final StringBuilder name;

            Account(String name) {
                this.name = new StringBuilder(name);
            }

            @Cached(ttl = 60)
            String label() {
                return List.of(this).toString();
            }

            @Override
            public String toString() {
                return name.toString();
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("[a]", new Account("a").label()), check("[b]", new Account("b").label()));
        }
    }

    public static final class CapturedVariables implements Compared {
        abstract static class Task {
            @Cached(ttl = 60)
            String run() {
                return "ran " + name();
            }

            abstract String name();
        }

        private static Task task(String name) {
            return new Task() {
                @Override
                String name() {
                    return name;
                }
            };
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("ran a", task("a").run()), check("ran b", task("b").run()));
        }
    }

    public static final class NotOnlyTheFirstBranch implements Compared {
        static class Choice {
            private final String left;
            private final String right;

            Choice(String left, String right) {
                this.left = left;
                this.right = right;
            }

            @Cached(ttl = 60)
            String get(int x) {
                String text = "";
                for (int i = 0; i < x; i++) {
                    try {
                        text = text + (i % 2 == 0 ? left : right);
                    } catch (IllegalStateException e) {
                        return right;
                    }
                }
                return switch (x) {
                    case 0 -> left;
                    case 1 -> right + text;
                    default -> text;
                };
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("a", new Choice("a", "b").get(0)),
                    check("b", new Choice("b", "b").get(0)),
                    check("ba", new Choice("a", "b").get(1)),
                    check("ca", new Choice("a", "c").get(1)),
                    check("ab", new Choice("a", "b").get(2)),
                    check("ac", new Choice("a", "c").get(2)));
        }
    }

    public static final class LocalCopyOfTheObject implements Compared {
        static class Account {
            private String name;

            Account(String name) {
                this.name = name;
            }

            @Cached(ttl = 60)
            String label(boolean own) {
                Account account = own ? this : new Account("other");
                return account.name;
            }
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(check("a", new Account("a").label(true)), check("b", new Account("b").label(true)));
        }
    }

    public static final class Lambdas implements Compared {
        interface Named {
            String name();

            @Cached(ttl = 60)
            default String greeting() {
                return "hello " + name();
            }
        }

        private static Named named(String name) {
            return () -> name;
        }

        @Override
        public List<List<Object>> calls() {
            return List.of(
                    check("hello a", named("a").greeting()),
                    check("hello b", named("b").greeting()));
        }
    }
}
