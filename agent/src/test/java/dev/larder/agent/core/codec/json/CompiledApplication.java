package dev.larder.agent.core.codec.json;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Application classes compiled on the spot, in a loader of their own that can be thrown away. */
final class CompiledApplication {

    private CompiledApplication() {}

    /** A loader of {@code sources}, from simple class names to Java text. */
    static URLClassLoader of(Path directory, Map<String, String> sources) throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        List<JavaFileObject> files = sources.entrySet().stream()
                .<JavaFileObject>map(source -> file(source.getKey(), source.getValue()))
                .toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages, null, null, List.of("-d", classes.toString(), "-proc:none"), null, files)
                .call();
        if (!compiled) {
            throw new IOException(messages.toString());
        }
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
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
