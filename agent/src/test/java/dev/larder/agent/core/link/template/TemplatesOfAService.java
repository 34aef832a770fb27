package dev.larder.agent.core.link.template;

import dev.larder.agent.core.effect.Template;
import dev.larder.agent.core.key.TemplateKind;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Methods whose arguments and results are put into templates. */
abstract class TemplatesOfAService {

    record User(Long id, String name, List<Role> roles) {}

    enum Role {
        ADMIN,
        GUEST
    }

    /** Its element type shows in a supertype's declaration only. */
    static final class Ids extends ArrayList<Long> {
        private static final long serialVersionUID = 1L;
    }

    interface Slice<E> extends Iterable<E> {
        List<E> getContent();
    }

    record Page<T>(List<T> content) implements Slice<T> {
        @Override
        public List<T> getContent() {
            return content;
        }

        @Override
        public Iterator<T> iterator() {
            return content.iterator();
        }
    }

    /** The woven class: methods as call sites have them, with what they return. */
    @SuppressWarnings({"unused", "rawtypes"})
    static final class Service {

        private final List<String> tenants = List.of("a", "b");

        void list(List<Long> ids) {}

        void strings(Collection<String> names, int page) {}

        void set(Set<Role> roles) {}

        void iterable(Iterable<User> users) {}

        void array(Long[] ids) {}

        void longs(long[] ids) {}

        void varargs(String... names) {}

        void users(List<User> users) {}

        void wildcard(List<? extends User> users) {}

        void anything(List<?> ids) {}

        void nested(List<List<Long>> ids) {}

        void ids(Ids ids) {}

        void page(Page<User> page) {}

        void map(Map<Long, User> map) {}

        void raw(List ids) {}

        void number(long id) {}

        void user(User user) {}

        void fixed(String name, Role role, Long id, UUID key, Instant at) {}

        User open(Number number, BigDecimal sum, Object any, long[] ids) {
            return new User(1L, "", List.of());
        }

        static <K extends Comparable<K>> void generic(Collection<K> keys) {}

        User find(long id) {
            return new User(id, "", List.of());
        }

        static long next(int id) {
            return id;
        }

        static char letter(int id) {
            return 'x';
        }

        static double ratio(int id) {
            return 0;
        }

        CompletionStage<User> later(long id) {
            return CompletableFuture.completedStage(null);
        }

        CompletableFuture<List<Long>> laterAll() {
            return CompletableFuture.completedFuture(List.of());
        }

        CompletableFuture laterRaw() {
            return CompletableFuture.completedFuture(1L);
        }

        Optional<User> perhaps() {
            return Optional.empty();
        }

        Page<User> search(String text) {
            return new Page<>(List.of());
        }

        User[] all() {
            return new User[0];
        }
    }

    static final Service SERVICE = new Service();

    static User user(long id) {
        return new User(id, "n" + id, List.of(Role.ADMIN, Role.GUEST));
    }

    static List<String> render(String template, String method, @Nullable Object... arguments) throws Exception {
        return after(template, method, null, arguments);
    }

    static List<String> after(String template, String method, @Nullable Object result, @Nullable Object... arguments)
            throws Exception {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        if (!Modifier.isStatic(method(method).getModifiers())) {
            all.add(0, SERVICE);
        }
        return template(template, method).render(all.toArray(), result);
    }

    static Template template(String template, String method) throws Exception {
        return template(template, method, TemplateKind.EVICT_KEY);
    }

    static Template template(String template, String method, TemplateKind kind) throws Exception {
        return CompilerOf.method(method(method)).template(template, kind);
    }

    static Method method(String name) {
        return Arrays.stream(Service.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
