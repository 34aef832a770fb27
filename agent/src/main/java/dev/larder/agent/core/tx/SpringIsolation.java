package dev.larder.agent.core.tx;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows the calling thread's Spring transaction reads: by a bound session, else by the declared isolation
 * level, else by the level of its JDBC connections.
 *
 * <p><b>Why</b> a connection is asked: databases have different default levels, and pools and servers can be
 * configured. It is asked once for each data source, since many drivers send a statement for it.
 *
 * <p><b>Threads.</b> Thread-safe, without a lock, since the driver may do I/O. At worst two threads ask at the same
 * time and get the same answer.
 */
final class SpringIsolation {

    private static final Set<String> CONNECTION = Set.of("org.springframework.jdbc.datasource.ConnectionHolder");

    private final Method declaredLevel;
    private final Method resources;

    /** Publishes the levels of data sources; replaced, never changed. */
    private volatile List<Answer> answers = List.of();

    SpringIsolation(Class<?> manager) throws ReflectiveOperationException {
        declaredLevel = manager.getMethod("getCurrentTransactionIsolationLevel");
        resources = manager.getMethod("getResourceMap");
    }

    /** The default level of a data source's connections. Holds the data source weakly. */
    private record Answer(WeakReference<Object> dataSource, int level) {}

    /** Null if it reads what is committed. */
    @Nullable
    OwnView view() throws Exception {
        Map<?, ?> bound = (Map<?, ?>) resources.invoke(null);
        for (Object held : bound.values()) {
            BoundSession session = BoundSession.of(held);
            if (session != null && session.mayRemember()) {
                return OwnView.SESSION;
            }
        }
        return declaredLevel.invoke(null) instanceof Integer level ? viewAt(level) : viewOf(bound);
    }

    private static @Nullable OwnView viewAt(int level) {
        return switch (level) {
            case Connection.TRANSACTION_READ_COMMITTED -> null;
            case Connection.TRANSACTION_READ_UNCOMMITTED -> OwnView.UNCOMMITTED;
            case Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE -> OwnView.SNAPSHOT;
            default -> OwnView.UNKNOWN;
        };
    }

    /** By the connections that are bound to the thread. */
    private @Nullable OwnView viewOf(Map<?, ?> bound) throws Exception {
        OwnView view = OwnView.UNKNOWN;
        for (Map.Entry<?, ?> resource : bound.entrySet()) {
            Class<?> holder = NamedSupertype.find(resource.getValue().getClass(), CONNECTION);
            if (holder != null) {
                Method connection = holder.getMethod("getConnection");
                view = viewAt(level(resource.getKey(), connection, resource.getValue()));
                if (view != null) {
                    return view;
                }
            }
        }
        return view;
    }

    private int level(Object dataSource, Method connection, Object holder) throws Exception {
        for (Answer answer : answers) {
            if (answer.dataSource.refersTo(dataSource)) {
                return answer.level;
            }
        }
        int level = ((Connection) connection.invoke(holder)).getTransactionIsolation();
        remember(new Answer(new WeakReference<>(dataSource), level));
        return level;
    }

    /** If two threads record at the same time, one level may be lost, and is asked for again. */
    private void remember(Answer answer) {
        List<Answer> all = new ArrayList<>(answers);
        all.removeIf(old -> old.dataSource.refersTo(null));
        all.add(answer);
        answers = List.copyOf(all);
    }
}
