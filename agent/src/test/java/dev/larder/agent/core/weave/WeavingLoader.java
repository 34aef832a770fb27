package dev.larder.agent.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the nested classes of a test, and what they extend, anew and woven: the transformer sees them as it would in a
 * JVM it is attached to. Everything else comes from the test's own loader.
 */
final class WeavingLoader extends ClassLoader {

    final RecordingListener listener = new RecordingListener();
    final WeavingTransformer transformer;
    final List<String> defined = new ArrayList<>();
    private final String prefix;

    /** @param test whose nested classes are woven */
    WeavingLoader(Class<?> test) {
        super(test.getClassLoader());
        this.prefix = test.getName() + "$";
        this.transformer = new WeavingTransformer(NoInstrumentation.create(), listener);
    }

    Class<?> weave(Class<?> type) {
        try {
            return loadClass(type.getName());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(prefix)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name, bytes(name)) : loaded;
        }
    }

    Class<?> define(String name, byte[] bytes) {
        defined.add(name);
        byte[] woven = transformed(name, bytes);
        byte[] result = woven == null ? bytes : woven;
        return defineClass(name, result, 0, result.length);
    }

    byte @Nullable [] transformed(String name, byte[] bytes) {
        return transformer.transform(getUnnamedModule(), this, name.replace('.', '/'), null, null, bytes);
    }

    byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
