package dev.larder.agent.core.tx;

import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of JPA, Hibernate or MyBatis that Spring has bound to a thread: it answers from what it remembers, whatever
 * the isolation is.
 *
 * <p>Of Hibernate's one can tell whether it remembers nothing so far, as when the transaction has just begun: then it
 * reads what everybody reads. Others do not tell, and count as remembering.
 *
 * <p><b>Why by name.</b> The application's classes are not ours to compile against.
 */
final class BoundSession {

    /** Under which sessions are bound to a thread; Hibernate's has a package for each of its generations. */
    private static final Set<String> HOLDERS = Set.of(
            "org.springframework.orm.jpa.EntityManagerHolder",
            "org.springframework.orm.jpa.hibernate.SessionHolder",
            "org.springframework.orm.hibernate5.SessionHolder",
            "org.springframework.orm.hibernate4.SessionHolder",
            "org.springframework.orm.hibernate3.SessionHolder",
            "org.mybatis.spring.SqlSessionHolder");

    private static final Set<String> HIBERNATE = Set.of("org.hibernate.Session");

    private final Object holder;

    private BoundSession(Object holder) {
        this.holder = holder;
    }

    /** Null if something else is bound. */
    static @Nullable BoundSession of(Object bound) {
        return NamedSupertype.find(bound.getClass(), HOLDERS) == null ? null : new BoundSession(bound);
    }

    /** Whether it may answer with rows that it has read before. */
    boolean mayRemember() {
        try {
            Object session = heldSession();
            Class<?> hibernate = session == null ? null : NamedSupertype.find(session.getClass(), HIBERNATE);
            if (hibernate == null) {
                return true;
            }
            Method statistics = hibernate.getMethod("getStatistics");
            Object counts = statistics.invoke(session);
            return count(statistics.getReturnType(), "getEntityCount", counts) > 0
                    || count(statistics.getReturnType(), "getCollectionCount", counts) > 0;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true; // closed by now, or of a generation that tells it in another way
        }
    }

    private @Nullable Object heldSession() throws ReflectiveOperationException {
        for (Method method : holder.getClass().getMethods()) {
            boolean isSession = method.getName().equals("getEntityManager")
                    || method.getName().equals("getSession");
            if (isSession && method.getParameterCount() == 0) {
                return method.invoke(holder);
            }
        }
        return null;
    }

    private static int count(Class<?> statistics, String name, Object counts) throws ReflectiveOperationException {
        return (int) statistics.getMethod(name).invoke(counts);
    }
}
