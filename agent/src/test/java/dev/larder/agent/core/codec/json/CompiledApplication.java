package dev.larder.agent.core.codec.json;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Application classes compiled on the spot, in a loader of their own that can be thrown away. */
final class CompiledApplication {

    /** Tells what it has loaded. */
    static final class Loader extends URLClassLoader {

        private Loader(URL classes, ClassLoader parent) {
            super(new URL[] {classes}, parent);
        }

        boolean hasLoaded(String name) {
            return findLoadedClass(name) != null;
        }
    }

    private CompiledApplication() {}

    /** A loader of {@code sources}, from simple class names to Java text. */
    static Loader of(Path directory, Map<String, String> sources) throws IOException {
        return below(ClassLoader.getPlatformClassLoader(), directory, sources, List.of());
    }

    /** The same with {@code parent}, whose classes the sources use. */
    static Loader below(URLClassLoader parent, Path directory, Map<String, String> sources) throws IOException {
        return below(parent, directory, sources, List.of("-cp", parent.getURLs()[0].getPath()));
    }

    private static Loader below(ClassLoader parent, Path directory, Map<String, String> sources, List<String> options)
            throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        List<JavaFileObject> files = sources.entrySet().stream()
                .<JavaFileObject>map(source -> file(source.getKey(), source.getValue()))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> all = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        all.addAll(options);
        boolean compiled =
                compiler.getTask(messages, null, null, all, null, files).call();
        if (!compiled) {
            throw new IOException(messages.toString());
        }
        return new Loader(classes.toUri().toURL(), parent);
    }

    private static JavaFileObject file(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
