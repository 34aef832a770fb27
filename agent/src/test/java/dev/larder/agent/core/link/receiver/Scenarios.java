package dev.larder.agent.core.link.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.agent.core.link.receiver.scenarios.Numbered;
import dev.larder.agent.core.stats.StatsSnapshot;
import dev.larder.agent.fixtures.WovenApplication;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;

/** Runs scenarios in woven twins of their classes: in one process, or in one after the other with one store. */
final class Scenarios implements AutoCloseable {

    private WovenApplication process = WovenApplication.ofMany(Numbered.class.getPackage());

    /** One scenario's object in the process that runs now. */
    final class Running {

        private final Object scenario;
        private final Method call;

        private Running(Class<?> type) throws ReflectiveOperationException {
            scenario = newTwin(type);
            call = scenario.getClass().getMethod("call", int.class);
            call.setAccessible(true);
        }

        void assertGot(int n) throws ReflectiveOperationException {
            assertThat(call.invoke(scenario, n)).isEqualTo("got " + n);
            assertThat(process.faults()).isEmpty();
            assertThat(process.counts().errors()).isZero();
        }
    }

    Running start(Class<?> scenario) throws ReflectiveOperationException {
        return new Running(scenario);
    }

    /** The first process meets 1 alone, so that the second has nothing to compare its 2 with. */
    void assertEachGetsItsOwn(Class<?> scenario) throws Exception {
        start(scenario).assertGot(1);
        next();
        Running running = start(scenario);
        running.assertGot(2);
        running.assertGot(1);
    }

    /** Checks what each call of one that {@linkplain dev.larder.agent.core.link.receiver.scenarios.Compared compares} returned. */
    void assertCallsGetTheirOwn(Class<?> scenario) throws ReflectiveOperationException {
        for (List<Object> wantedAndGot : run(scenario)) {
            assertThat(wantedAndGot.get(1)).isEqualTo(wantedAndGot.get(0));
        }
        assertThat(process.counts().errors()).isZero();
    }

    /** Returns what each call should have returned, and what it did. */
    List<List<Object>> run(Class<?> scenario) throws ReflectiveOperationException {
        Object twin = newTwin(scenario);
        Method calls = twin.getClass().getMethod("calls");
        calls.setAccessible(true);
        @SuppressWarnings("unchecked")
        List<List<Object>> result = (List<List<Object>>) calls.invoke(twin);
        assertThat(process.faults()).isEmpty();
        return result;
    }

    private Object newTwin(Class<?> scenario) throws ReflectiveOperationException {
        Constructor<?> constructor = process.woven(scenario).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    void next() throws IOException {
        process = process.next();
    }

    /** Of the process that runs now. */
    StatsSnapshot counts() {
        return process.counts();
    }

    /** What was refused or doubted in the process that runs now. */
    List<String> refusals() {
        return process.refusals();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
