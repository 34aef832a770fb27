package dev.larder.agent.core.link.cold;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Tells a {@code Flux} that goes on whether somebody listens or not, so that a subscriber gets only what comes from then on: one
 * of a sink, one that many subscribers share, and what operators make of such a one, as far as Reactor shows their sources.
 */
final class HotSources {

    /** Operators further away than that are not looked at. */
    private static final int MOST_STEPS = 100;

    /** Those that Larder has put in the place of a hot one, and that show no sources. They are compared by identity. */
    private static final Set<Object> OURS = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private final List<Class<?>> types;
    private final MethodHandle from;
    private final MethodHandle parents;

    private HotSources(List<Class<?>> types, MethodHandle from, MethodHandle parents) {
        this.types = List.copyOf(types);
        this.from = from;
        this.parents = parents;
    }

    static HotSources of(LibraryType flux) throws ReflectiveOperationException {
        List<Class<?>> types = new ArrayList<>();
        for (String name : List.of("ConnectableFlux", "Sinks$Many", "FluxProcessor")) {
            try {
                types.add(flux.beside("Flux", name).type());
            } catch (ClassNotFoundException notInThisVersion) {
                // then no source is of it
            }
        }
        LibraryType scannable = flux.beside("publisher.Flux", "Scannable");
        return new HotSources(
                types,
                scannable.ofClass("from", scannable.type(), Object.class),
                scannable.ofObject("parents", Stream.class));
    }

    void add(Object flux) {
        OURS.add(flux);
    }

    boolean contain(Object flux) throws Throwable {
        if (isHot(flux)) {
            return true;
        }
        Object scannable = (Object) from.invokeExact(flux);
        Stream<?> sources = (Stream<?>) parents.invokeExact(scannable);
        Iterator<?> next = sources.iterator();
        for (int step = 0; step < MOST_STEPS && next.hasNext(); step++) {
            if (isHot(next.next())) {
                return true;
            }
        }
        return false;
    }

    private boolean isHot(Object source) {
        for (Class<?> type : types) {
            if (type.isInstance(source)) {
                return true;
            }
        }
        return OURS.contains(source);
    }
}
