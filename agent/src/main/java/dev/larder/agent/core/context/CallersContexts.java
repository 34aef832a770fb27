package dev.larder.agent.core.context;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Captures the context of callers: their context class loader and, where these libraries are, who they are to Spring Security, the
 * diagnostic context of SLF4J, and the context of OpenTelemetry.
 *
 * <p><b>Threads.</b> Thread-safe. Held by a call site, which may outlive the application of a caller: it keeps nothing of that alive.
 */
public final class CallersContexts {

    /** Published to all callers; replaced when a caller has another class loader, and after a garbage collection. */
    private volatile WeakReference<@Nullable Libraries> libraries = new WeakReference<>(null);

    /** @param carriers for the libraries that {@code loader} sees */
    private record Libraries(@Nullable ClassLoader loader, List<Carrier> carriers) {

        static Libraries seenBy(@Nullable ClassLoader loader) {
            List<Carrier> carriers = new ArrayList<>();
            for (Library library : List.<Library>of(SecurityCarrier::in, Carrier.Logging::in, Carrier.Tracing::in)) {
                try {
                    carriers.add(library.in(loader));
                } catch (ReflectiveOperationException | LinkageError absent) {
                    // The application has nothing of it to carry.
                }
            }
            return new Libraries(loader, List.copyOf(carriers));
        }
    }

    /** Finds one library. */
    @FunctionalInterface
    private interface Library {
        Carrier in(@Nullable ClassLoader loader) throws ReflectiveOperationException;
    }

    /** That of the calling thread. What a library does not tell is not carried. */
    public CallersContext capture() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Libraries known = libraries.get();
        if (known == null || known.loader != loader) {
            known = Libraries.seenBy(loader);
            libraries = new WeakReference<>(known);
        }
        List<CallersContext.Captured> captured = new ArrayList<>(known.carriers.size());
        for (Carrier carrier : known.carriers) {
            try {
                captured.add(new CallersContext.Captured(carrier, carrier.capture()));
            } catch (Exception | LinkageError untold) {
                // The body runs without it, as it would where the library is not.
            }
        }
        return new CallersContext(loader, captured);
    }
}
