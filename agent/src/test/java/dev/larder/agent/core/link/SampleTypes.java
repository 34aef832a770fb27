package dev.larder.agent.core.link;

/** Types that fields of made-up classes have, for the outermost class of a {@link HierarchySource}. */
final class SampleTypes {

    static final String SOURCE = """
                public enum Mood { GOOD, BAD }
                public record Pair(int left, String right) {}
                public static final class Tool {
                    private final int id;
                    Tool(int id) { this.id = id; }
                    @Override public String toString() { return "tool" + id; }
                }
                public static class Settings {
                    private final int number;
                    private String text;
                    Settings(int number, String text) { this.number = number; this.text = text; }
                    int number() { return number; }
                    String text() { return text; }
                    @Override public String toString() { return number + ":" + text; }
                }
                public static class Mixed {
                    private final System.Logger log = System.getLogger("mixed");
                    private final Object lock = new Object();
                    private final Object anything;
                    private final int number;
                    Mixed(int number) { this.number = number; this.anything = number == 0 ? (Object) "a" : 7L; }
                    String show(String word) { log.log(System.Logger.Level.TRACE, "asked"); return word + number; }
                    Object anything() { return anything; }
                    @Override public String toString() { return "mixed" + number; }
                }
                static final class Page extends AbstractList<String> {
                    private final int total;
                    Page(int total) { this.total = total; }
                    @Override public String get(int index) { return "a"; }
                    @Override public int size() { return 1; }
                }
                static UnaryOperator<String> word(int number) { return word -> word + number; }
                static UnaryOperator<String> again(UnaryOperator<String> by) { return word -> by.apply(word); }
                public interface Client { String ask(); }
                public static final class One implements Client { @Override public String ask() { return "one"; } }
                public static final class Two implements Client { @Override public String ask() { return "two"; } }
                record Badge(int number) implements Client { @Override public String ask() { return "badge" + number; } }
                enum Sign implements Client { PLUS, MINUS; @Override public String ask() { return name(); } }
                static final class Carrier {
                    private final Client client;
                    Carrier(Client client) { this.client = client; }
                    Client client() { return client; }
                    @Override public String toString() { return client.ask(); }
                }
                enum Dial {
                    LEFT, RIGHT;
                    private int number;
                    static Dial at(int number) { LEFT.number = number; return LEFT; }
                    int number() { return number; }
                    @Override public String toString() { return name() + number; }
                }
                static class Op {
                    String on(Object any) { return "op"; }
                }
                static final class Telling extends Op {
                    @Override String on(Object any) { return "<" + any + ">"; }
                }
                static Op op(int x) { return x == 0 ? new Op() : new Telling(); }
                static final class Outside {
                    static String show(Object any) { return "<" + any + ">"; }
                }
            """;

    private SampleTypes() {}
}
