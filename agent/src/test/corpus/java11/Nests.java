import dev.larder.CacheEvict;
import dev.larder.Cached;
import java.util.Arrays;

/** Nest mates and private interface methods. */
public class Nests {

    interface Greeter {
        @Cached(ttl = 1) private String greet(String who, long times) { return "hello " + who + times; }
        @Cached(ttl = 1) private static String bye(String who) { return "bye " + who; }
        @CacheEvict(key = "nest:{0}") private void forget(long id) { System.out.println("[forget " + id + "]"); }
        @CacheEvict(key = "nest") private static void forgetAll(double x, long y) { System.out.println("[" + x + y + "]"); }
        default String both(String who) { forget(3L); forgetAll(0.5, 4L); return greet(who, 2L) + bye(who); }
    }

    static class Mate implements Greeter {
        @Cached(ttl = 1) private String secret(String s) { return "secret " + s; }
    }

    @Cached(ttl = 1)
    private static String visit(Mate mate) {
        var text = mate.secret("x");
        return text + mate.both("y");
    }

    public static String run() {
        return Arrays.asList(visit(new Mate()), new Mate().secret("z")).toString();
    }
}
