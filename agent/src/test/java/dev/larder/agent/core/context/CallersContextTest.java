package dev.larder.agent.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.Silent;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With stand-ins for the libraries, which have the methods that are called. */
@Silent
final class CallersContextTest {

    private static final String HOLDER = "org.springframework.security.core.context.SecurityContextHolder";

    private static final Map<String, String> LIBRARIES = Map.of(
            "org.springframework.security.core.context.SecurityContext",
            "package org.springframework.security.core.context; public interface SecurityContext {}",
            HOLDER,
            """
            package org.springframework.security.core.context;
            public class SecurityContextHolder {
                private static final ThreadLocal<SecurityContext> HELD = new ThreadLocal<>();
                public static SecurityContext getContext() { return HELD.get(); }
                public static void setContext(SecurityContext context) { HELD.set(context); }
                public static void clearContext() { HELD.remove(); }
            }
            """,
            "org.slf4j.MDC",
            """
            package org.slf4j;
            import java.util.*;
            public class MDC {
                private static final ThreadLocal<Map<String, String>> HELD = new ThreadLocal<>();
                public static Map<String, String> getCopyOfContextMap() { return HELD.get() == null ? null : new HashMap<>(HELD.get()); }
                public static void setContextMap(Map<String, String> map) { HELD.set(new HashMap<>(map)); }
                public static void clear() { HELD.remove(); }
            }
            """,
            "io.opentelemetry.context.Scope",
            "package io.opentelemetry.context; public interface Scope { void close(); }",
            "io.opentelemetry.context.Context",
            """
            package io.opentelemetry.context;
            public interface Context {
                ThreadLocal<Context> HELD = new ThreadLocal<>();
                static Context current() { return HELD.get(); }
                default Scope makeCurrent() {
                    Context before = HELD.get();
                    HELD.set(this);
                    return () -> HELD.set(before);
                }
            }
            """,
            "acme.Caller",
            """
            package acme;
            import java.util.Map;
            public class Caller {
                public static void enter() {
                    org.springframework.security.core.context.SecurityContextHolder.setContext(
                            new org.springframework.security.core.context.SecurityContext() {
                                public String toString() { return "alice"; }
                            });
                    org.slf4j.MDC.setContextMap(Map.of("request", "42"));
                    new io.opentelemetry.context.Context() {
                        public String toString() { return "trace 7"; }
                    }.makeCurrent();
                }
                public static String seen() {
                    return org.springframework.security.core.context.SecurityContextHolder.getContext() + ", "
                            + org.slf4j.MDC.getCopyOfContextMap() + ", " + io.opentelemetry.context.Context.current();
                }
            }
            """);

    @AutoClose("shutdownNow")
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path directory;

    private URLClassLoader application;

    @BeforeEach
    void compile() throws Exception {
        Path classes = Javac.compile(Jdks.oldest(), 17, directory.resolve("classes"), LIBRARIES);
        application = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void leave() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        application.close();
    }

    private Object caller(String method) throws Exception {
        Method called = application.loadClass("acme.Caller").getMethod(method);
        return called.invoke(null);
    }

    private CallersContext captured() {
        Thread.currentThread().setContextClassLoader(application);
        return new CallersContexts().capture();
    }

    @Test
    void run_onAnotherThread_hasWhatTheCallerHadAndLeavesNothing() throws Exception {
        caller("enter");
        CallersContext context = captured();
        assertThat(other.submit(() -> onOther(context)).get(10, TimeUnit.SECONDS))
                .isEqualTo("alice, {request=42}, trace 7 by " + application);
        assertThat(other.submit(() -> caller("seen")).get(10, TimeUnit.SECONDS)).isEqualTo("null, null, null");
        assertThat(caller("seen")).isEqualTo("alice, {request=42}, trace 7");
    }

    private Object onOther(CallersContext context) throws Exception {
        try {
            return context.run(
                    () -> caller("seen") + " by " + Thread.currentThread().getContextClassLoader());
        } catch (Throwable theirs) {
            throw new AssertionError(theirs);
        }
    }

    @Test
    void run_workThrowsAndInterrupts_leavesNothingEither() throws Exception {
        caller("enter");
        CallersContext context = captured();
        Object left = other.submit(() -> {
                    ClassLoader own = Thread.currentThread().getContextClassLoader();
                    assertThatThrownBy(() -> context.run(() -> {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException("theirs");
                            }))
                            .hasMessage("theirs");
                    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
                    return Thread.interrupted() + ": " + caller("seen");
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(left).isEqualTo("false: null, null, null");
    }

    @Test
    void run_withoutTheLibraries_hasTheLoaderAlone() throws Throwable {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        CallersContext context = new CallersContexts().capture();
        assertThat(context.run(() -> Thread.currentThread().getContextClassLoader()))
                .isSameAs(ClassLoader.getPlatformClassLoader());
    }
}
