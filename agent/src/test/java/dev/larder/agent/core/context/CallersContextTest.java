package dev.larder.agent.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.agent.fixtures.Javac;
import dev.larder.agent.fixtures.Jdks;
import dev.larder.agent.fixtures.Silent;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
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

    private static final String SECURITY = "org.springframework.security.core.context.";
    private static final String HOLDER = SECURITY + "SecurityContextHolder";

    private static final Map<String, String> LIBRARIES = libraries(
            "org.springframework.security.core.Authentication",
            "package org.springframework.security.core; public interface Authentication {}",
            SECURITY + "SecurityContext",
            """
            package org.springframework.security.core.context;
            import org.springframework.security.core.Authentication;
            public class SecurityContext {
                private Authentication who;
                public Authentication getAuthentication() { return who; }
                public void setAuthentication(Authentication who) { this.who = who; }
                public String toString() { return String.valueOf(who); }
            }
            """,
            SECURITY + "SecurityContextHolderStrategy",
            """
            package org.springframework.security.core.context;
            public interface SecurityContextHolderStrategy {
                SecurityContext getContext();
                void setContext(SecurityContext context);
                void clearContext();
            }
            """,
            SECURITY + "ThreadLocalStrategy",
            """
            package org.springframework.security.core.context;
            final class ThreadLocalStrategy implements SecurityContextHolderStrategy {
                static final ThreadLocal<SecurityContext> HELD = new ThreadLocal<>();
                public SecurityContext getContext() {
                    if (HELD.get() == null) {
                        HELD.set(new SecurityContext());
                    }
                    return HELD.get();
                }
                public void setContext(SecurityContext context) { HELD.set(context); }
                public void clearContext() { HELD.remove(); }
            }
            """,
            SECURITY + "ListeningStrategy",
            """
            package org.springframework.security.core.context;
            final class ListeningStrategy implements SecurityContextHolderStrategy {
                private final SecurityContextHolderStrategy delegate = new ThreadLocalStrategy();
                public SecurityContext getContext() { return delegate.getContext(); }
                public void setContext(SecurityContext context) { delegate.setContext(context); }
                public void clearContext() { delegate.clearContext(); }
            }
            """,
            SECURITY + "GlobalStrategy",
            """
            package org.springframework.security.core.context;
            final class GlobalStrategy implements SecurityContextHolderStrategy {
                private static SecurityContext held = new SecurityContext();
                public SecurityContext getContext() { return held; }
                public void setContext(SecurityContext context) { held = context; }
                public void clearContext() { held = new SecurityContext(); }
            }
            """,
            HOLDER,
            """
            package org.springframework.security.core.context;
            public class SecurityContextHolder {
                private static SecurityContextHolderStrategy strategy = new ThreadLocalStrategy();
                public static void listen() { strategy = new ListeningStrategy(); }
                public static void share() { strategy = new GlobalStrategy(); }
                public static SecurityContextHolderStrategy getContextHolderStrategy() { return strategy; }
                public static SecurityContext createEmptyContext() { return new SecurityContext(); }
                public static SecurityContext getContext() { return strategy.getContext(); }
                public static void setContext(SecurityContext context) { strategy.setContext(context); }
                public static void clearContext() { strategy.clearContext(); }
                public static Object held() { return ThreadLocalStrategy.HELD.get(); }
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
            import org.springframework.security.core.context.SecurityContextHolder;
            public class Caller {
                public static void enter() {
                    become("alice");
                    org.slf4j.MDC.setContextMap(Map.of("request", "42"));
                    new io.opentelemetry.context.Context() {
                        public String toString() { return "trace 7"; }
                    }.makeCurrent();
                }
                public static void becomeBob() {
                    become("bob");
                }
                private static void become(String name) {
                    SecurityContextHolder.getContext().setAuthentication(new org.springframework.security.core.Authentication() {
                        public String toString() { return name; }
                    });
                }
                public static void leave() {
                    SecurityContextHolder.clearContext();
                }
                public static void listen() {
                    SecurityContextHolder.listen();
                }
                public static void share() {
                    SecurityContextHolder.share();
                }
                public static String shared() {
                    return SecurityContextHolder.getContext().toString();
                }
                public static String seen() {
                    return SecurityContextHolder.held() + ", "
                            + org.slf4j.MDC.getCopyOfContextMap() + ", " + io.opentelemetry.context.Context.current();
                }
            }
            """);

    private static Map<String, String> libraries(String... namesAndSources) {
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < namesAndSources.length; i += 2) {
            sources.put(namesAndSources[i], namesAndSources[i + 1]);
        }
        return sources;
    }

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

    /** It is of its own: what either of them does to it is not seen by the other. */
    @Test
    void run_callerAndWorkChangeWhoTheyAre_eachForItself() throws Exception {
        caller("enter");
        CallersContext context = captured();
        caller("becomeBob");
        Object work = other.submit(() -> onOther(context)).get(10, TimeUnit.SECONDS);
        assertThat(work).asString().startsWith("alice, ");
        other.submit(() -> {
                    try {
                        return context.run(() -> caller("becomeBob"));
                    } catch (Throwable theirs) {
                        throw new AssertionError(theirs);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        caller("leave");
        caller("enter");
        assertThat(caller("seen")).asString().startsWith("alice, ");
    }

    @Test
    void run_strategyThatPassesOn_hasWhatTheCallerHad() throws Exception {
        caller("listen");
        caller("enter");
        CallersContext context = captured();
        assertThat(other.submit(() -> onOther(context)).get(10, TimeUnit.SECONDS))
                .asString()
                .startsWith("alice, ");
    }

    /** What all threads have is not cleared behind the work of one. */
    @Test
    void run_strategyOfAllThreads_isLeftAsItIs() throws Exception {
        caller("share");
        caller("enter");
        CallersContext context = captured();
        other.submit(() -> onOther(context)).get(10, TimeUnit.SECONDS);
        assertThat(caller("shared")).isEqualTo("alice");
    }

    /** To ask the library would make one. */
    @Test
    void capture_callerWithoutSecurityContext_getsNone() throws Exception {
        CallersContext context = captured();
        assertThat(caller("seen")).isEqualTo("null, null, null");
        assertThat(other.submit(() -> onOther(context)).get(10, TimeUnit.SECONDS))
                .asString()
                .startsWith("null, ");
    }

    @Test
    void capture_keepsNoClassLoaderAlive() throws Exception {
        CallersContexts contexts = new CallersContexts();
        WeakReference<ClassLoader> undeployed = capturedIn(contexts);
        await().until(() -> {
            System.gc();
            return undeployed.get() == null;
        });
        assertThat(contexts.capture()).isNotNull();
    }

    private WeakReference<ClassLoader> capturedIn(CallersContexts contexts) throws Exception {
        try (URLClassLoader deployed =
                new URLClassLoader(application.getURLs(), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(deployed);
            contexts.capture();
            return new WeakReference<>(deployed);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
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
