package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Under which names the beans are registered, also where others have taken them. */
@Expects(Message.MBEAN_SERVER_FAILED)
final class BeanNamesTest extends RegisteredBeans {

    @Test
    void h115_sameMethodOfSeveralLoaders_isNumberedAndUnregisteredOnUnload() throws JMException {
        FakeMethod first = new FakeMethod(FIND);
        FakeMethod second = new FakeMethod(FIND);
        beans.update(Set.of(first));
        beans.update(Set.of(first, second));
        assertThat(methodNames()).containsExactlyInAnyOrder(methodName(FIND, ""), methodName(FIND, ",instance=2"));

        // A redeployment: the old one goes, the new one takes the free name.
        FakeMethod third = new FakeMethod(FIND);
        beans.update(Set.of(second, third));
        assertThat(methodNames()).containsExactlyInAnyOrder(methodName(FIND, ""), methodName(FIND, ",instance=2"));

        beans.update(Set.of());
        assertThat(methodNames()).isEmpty();
    }

    @Test
    void h115_nameTakenByAnother_isNumbered() throws JMException {
        server.registerMBean(
                new DescribedMBean(
                        new CachedMethodBean(new FakeMethod(FIND)),
                        CachedMethodMXBean.class,
                        new NotificationBroadcasterSupport()),
                methodName(FIND, ""));

        beans.update(Set.of(new FakeMethod(FIND)));

        assertThat(methodNames()).containsExactlyInAnyOrder(methodName(FIND, ""), methodName(FIND, ",instance=2"));
    }

    @Test
    void update_beanUnregisteredByTheApplication_isNoFailure() throws JMException {
        beans.update(Set.of(new FakeMethod(FIND)));
        server.unregisterMBean(methodName(FIND, ""));

        assertThatCode(() -> beans.update(Set.of())).doesNotThrowAnyException();
    }

    @Test
    void update_serverRefusesOneMethod_servesTheOthersAndDoesNotAskAgain() throws JMException {
        List<String> asked = new ArrayList<>();
        MBeanServer refusing = (MBeanServer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("registerMBean")) {
                        asked.add(arguments[1].toString());
                        if (arguments[1].toString().contains("refused")) {
                            throw new SecurityException("not here");
                        }
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        server.unregisterMBean(cacheName);
        ServerBeans anew = new ServerBeans(refusing, cache);
        Set<CachedMethodView> methods = Set.of(new FakeMethod("a.B.refused()"), new FakeMethod("a.B.taken()"));

        anew.update(methods);
        anew.update(methods);

        assertThat(methodNames()).containsExactlyInAnyOrder(methodName("a.B.taken()", ""));
        assertThat(asked).hasSize(3);
    }

    private Set<ObjectName> methodNames() throws JMException {
        return server.queryNames(new ObjectName("dev.larder:type=CachedMethod,*"), null);
    }
}
