package dev.larder.agent.core.tx;

import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of JPA, Hibernate or MyBatis that Spring has bound to a thread. It may answer from rows that it read
 * before, whatever the isolation level is.
 *
 * <p>A Hibernate session tells whether it has read anything yet; if not, it reads what every caller reads. Other
 * sessions do not tell, and are assumed to have read something.
 *
 * <p><b>Why by name.</b> The agent is not compiled against classes of the application.
 */
final class BoundSession {

    /** The types under which sessions are bound to a thread. Hibernate's is in another package in each generation. */
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

    /** Null if what is bound is not a session. */
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
            return true; // closed by now, or of an unknown generation
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
