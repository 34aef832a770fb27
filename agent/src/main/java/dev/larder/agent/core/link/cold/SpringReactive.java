package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdType.ContextTransaction;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spring's reactive transactions, as of R2DBC. No thread is in one: it is in the context of whoever subscribes inside of it, under
 * its class.
 */
public final class SpringReactive {

    private static final String TRANSACTION = "org.springframework.transaction.reactive.TransactionContext";

    private final MethodHandle entries;
    private final MethodHandle monoOfStage;
    private final MethodHandle empty;

    SpringReactive(LibraryType context, LibraryType mono) throws ReflectiveOperationException {
        entries = context.ofObject("stream", Stream.class);
        monoOfStage = mono.ofClass("fromCompletionStage", mono.type(), CompletionStage.class);
        empty = mono.ofClass("empty", mono.type());
    }

    /** For contexts of the Reactor that {@code application} sees. */
    public static SpringReactive of(ClassLoader application) throws ReflectiveOperationException {
        return new SpringReactive(
                new LibraryType(Class.forName("reactor.util.context.ContextView", false, application)),
                new LibraryType(Class.forName("reactor.core.publisher.Mono", false, application)));
    }

    /** The transaction in a {@code ContextView}; null for none. */
    public @Nullable ContextTransaction in(Object context) throws Throwable {
        Stream<?> all = (Stream<?>) entries.invokeExact(context);
        Iterator<?> next = all.iterator();
        while (next.hasNext()) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) next.next();
            if (entry.getKey() instanceof Class<?> key && key.getName().equals(TRANSACTION)) {
                Object transaction = entry.getValue();
                Object isActive = key.getMethod("isActualTransactionActive").invoke(transaction);
                return Boolean.TRUE.equals(isActive) ? work -> atEnd(key, transaction, work) : null;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // as Spring declares it
    private void atEnd(Class<?> type, Object transaction, Supplier<CompletionStage<?>> work) throws Throwable {
        @Nullable
        Set<Object> synchronizations =
                (Set<Object>) type.getMethod("getSynchronizations").invoke(transaction);
        if (synchronizations != null) {
            ClassLoader loader = type.getClassLoader();
            Class<?> synchronization =
                    Class.forName(type.getPackageName() + ".TransactionSynchronization", false, loader);
            synchronizations.add(
                    Proxy.newProxyInstance(loader, new Class<?>[] {synchronization}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "afterCompletion" -> (Object) monoOfStage.invokeExact((CompletionStage<?>) work.get());
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> "the end of a transaction with evictions";
                            default -> (Object) empty.invokeExact();
                        };
                    }));
        }
    }
}
