package dev.larder.agent.core.link.cold;

import dev.larder.agent.core.result.ColdResults;
import dev.larder.agent.core.result.ColdType;
import org.jspecify.annotations.Nullable;

/** The cold types of the libraries that an application may have. */
public final class ColdTypes {

    private ColdTypes() {}

    /**
     * What a method with the declared return type {@code type} returns; null if that is not cold.
     *
     * @throws ReflectiveOperationException if the application's version of the library has not what is needed
     */
    public static @Nullable ColdType of(Class<?> type) throws ReflectiveOperationException {
        if (!ColdResults.isCold(type)) {
            return null;
        }
        LibraryType library = new LibraryType(type);
        if (ColdResults.isMany(type)) {
            return new FluxType(library);
        }
        return type.getSimpleName().equals("Uni") ? new UniType(library) : new MonoType(library);
    }
}
