package dev.larder.benchmarks.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** The codec inside the packed agent, for values of one type. */
public final class PackedCodec {

    private static final String CORE = "dev.larder.agent.core.codec.";
    private static final long MAX_COPY_BYTES = 1L << 30;
    private static final int MAX_VALUE_BYTES = 1 << 26;

    private final MethodHandle encode;
    private final MethodHandle decode;

    private PackedCodec(MethodHandle encode, MethodHandle decode) {
        this.encode = encode;
        this.decode = decode;
    }

    /** Loads the agent's classes from its jar, as the agent does. */
    public static ClassLoader loaderOf(Path agentJar) throws IOException {
        URI classes = URI.create("jar:" + agentJar.toUri() + "!/core/");
        return new URLClassLoader(new URL[] {classes.toURL()}, ClassLoader.getPlatformClassLoader());
    }

    static PackedCodec of(Type type, ClassLoader agent) throws ReflectiveOperationException {
        Class<?> codecs = agent.loadClass(CORE + "json.JsonCodecs");
        Class<?> contract = agent.loadClass(CORE + "ValueCodec");
        Object maker = codecs.getConstructor(long.class).newInstance(MAX_COPY_BYTES);
        Object codec = codecs.getMethod("codecFor", Type.class, int.class).invoke(maker, type, MAX_VALUE_BYTES);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        return new PackedCodec(
                lookup.findVirtual(contract, "encode", MethodType.methodType(byte[].class, Object.class))
                        .bindTo(codec),
                lookup.findVirtual(contract, "decode", MethodType.methodType(Object.class, byte[].class))
                        .bindTo(codec));
    }

    byte[] encode(Object value) throws Throwable {
        return (byte[]) encode.invokeExact(value);
    }

    Object decode(byte[] envelope) throws Throwable {
        return (Object) decode.invokeExact(envelope);
    }
}
