package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Constants of enums that hold what may change, be it in fields that are final. */
@SuppressWarnings({"unused", "ImmutableEnumChecker"}) // woven and called by their names
public final class ConstantScenarios {

    private ConstantScenarios() {}

    public static final class FinalArray implements Numbered {
        enum Unit {
            KM;

            private final int[] factors = {0};

            @Cached(ttl = 60)
            String find() {
                return "got " + factors[0];
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.factors[0] = n;
            return Unit.KM.find();
        }
    }

    public static final class FinalList implements Numbered {
        enum Unit {
            KM;

            private final List<Integer> factors = new ArrayList<>(List.of(0));

            @Cached(ttl = 60)
            String find() {
                return "got " + factors.get(0);
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.factors.set(0, n);
            return Unit.KM.find();
        }
    }

    public static final class SettableField implements Numbered {
        enum Unit {
            KM {},
            MILE;

            private int number;

            @Cached(ttl = 60)
            String find() {
                return "got " + number;
            }
        }

        @Override
        public String call(int n) {
            Unit.MILE.number = 7;
            Unit.KM.number = n;
            return Unit.MILE.find().equals("got 7") ? Unit.KM.find() : "differ";
        }
    }

    public static final class FixedFields implements Numbered {
        enum Unit {
            KM(1, "km"),
            MILE(2, "mile");

            private final int number;
            private final String text;

            Unit(int number, String text) {
                this.number = number;
                this.text = text;
            }

            @Cached(ttl = 60)
            String find() {
                return text.isEmpty() ? text : "got " + number;
            }
        }

        @Override
        public String call(int n) {
            return Unit.values()[n - 1].find();
        }
    }

    public static final class ListOfData implements Numbered {
        static final class Rule {
            private int number;

            String got() {
                return "got " + number;
            }
        }

        enum Unit {
            KM;

            private final List<Rule> rules = List.of(new Rule());

            @Cached(ttl = 60)
            String find() {
                return rules.get(0).got();
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.rules.get(0).number = n;
            return Unit.KM.find();
        }
    }

    public static final class SettableCollaborator implements Numbered {
        enum Unit {
            KM;

            private Runnable client = () -> {};

            @Cached(ttl = 60)
            String find() {
                client.run();
                return "got " + (client instanceof Counting counting ? counting.number.get() : 0);
            }
        }

        record Counting(AtomicInteger number) implements Runnable {
            @Override
            public void run() {
                number.get();
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.client = new Counting(new AtomicInteger(n));
            return Unit.KM.find();
        }
    }

    public static final class CollaboratorInAList implements Numbered {
        enum Unit {
            KM;

            private final List<UnaryOperator<String>> clients = new ArrayList<>();

            @Cached(ttl = 60)
            String find() {
                return clients.get(0).apply("got ");
            }
        }

        @Override
        public String call(int n) {
            Unit.KM.clients.clear();
            Unit.KM.clients.add(n == 1 ? text -> text + 1 : text -> text + 2);
            return Unit.KM.find();
        }
    }
}
