package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.agent.core.base.Message;
import dev.larder.agent.fixtures.Expects;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Expects(Message.MBEAN_SERVER_FAILED)
final class ServerBeansTest {

    private static final String FIND = "com.acme.UserService.findById(long)";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakeCache cache = new FakeCache();
    private ObjectName cacheName;
    private ServerBeans beans;

    @BeforeEach
    void register() throws JMException {
        cacheName = new ObjectName("dev.larder:type=Cache");
        beans = new ServerBeans(server, cache);
    }

    /** Each status sums up all methods and orders latencies. */
    @Test
    void f24_attributesReadTogether_areOfOneStatus() throws JMException {
        String[] names = Arrays.stream(server.getMBeanInfo(cacheName).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);

        assertThat(server.getAttributes(cacheName, names)).hasSize(names.length);
        assertThat(cache.statuses).isOne();

        server.getAttribute(cacheName, "Hits");
        assertThat(cache.statuses).isEqualTo(2);
    }

    @Test
    void cache_attributes_haveTheirNamesTypesAndValues() throws JMException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("Mode", "REDIS");
        expected.put("ModeSince", "2026-01-02T03:04:05Z");
        expected.put("ModeReason", "connected");
        expected.put("RedisUrl", "redis://***@h:6379/0");
        expected.put("Namespace", "shop");
        expected.put("Version", "1.2.3");
        expected.put("Configuration", "larder.enabled=true (default)");
        expected.put("Hits", 30L);
        expected.put("Misses", 10L);
        expected.put("HitRate", 0.75);
        expected.put("Bypasses", 3L);
        expected.put("Errors", 4L);
        expected.put("Loads", 5L);
        expected.put("LoadFailures", 6L);
        expected.put("Stores", 8L);
        expected.put("Evictions", 12L);
        expected.put("RedisGetP50Micros", 13L);
        expected.put("RedisGetP99Micros", 14L);
        expected.put("RedisUsedMemoryBytes", 15L);
        expected.put("MemoryEntries", 16L);
        expected.put("JournalSize", 17L);
        expected.put("CachedMethods", 18);
        expected.put("RefusedMethods", 19);
        expected.put("Enabled", true);

        assertThat(attributes(cacheName)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void f43_method_attributes_haveTheirNamesTypesAndValues() throws JMException {
        beans.update(Set.of(new FakeMethod(FIND)));

        assertThat(attributes(methodName(FIND, "")))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("Hits", 3L),
                        Map.entry("Misses", 1L),
                        Map.entry("HitRate", 0.75),
                        Map.entry("Bypasses", 5L),
                        Map.entry("Errors", 7L),
                        Map.entry("Loads", 2L),
                        Map.entry("LoadFailures", 9L),
                        Map.entry("AverageLoadMillis", 2.5),
                        Map.entry("Stores", 1L),
                        Map.entry("RefusedStores", 4L),
                        Map.entry("UnfitResults", 6L),
                        Map.entry("Key", "user:{id}"),
                        Map.entry("TtlSeconds", 2L),
                        Map.entry("Enabled", true)));
    }

    @Test
    void method_writableAttributes_reachTheMethod() throws JMException {
        FakeMethod method = new FakeMethod(FIND);
        beans.update(Set.of(method));
        ObjectName name = methodName(FIND, "");

        server.setAttribute(name, new Attribute("TtlSeconds", 30L));
        server.setAttribute(name, new Attribute("Enabled", false));

        assertThat(method.ttlMillis()).isEqualTo(30_000);
        assertThat(method.isEnabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 31_536_001, Long.MAX_VALUE})
    void method_ttlOutOfRange_isRefused(long ttl) throws JMException {
        FakeMethod method = new FakeMethod(FIND);
        beans.update(Set.of(method));

        assertThatThrownBy(() -> server.setAttribute(methodName(FIND, ""), new Attribute("TtlSeconds", ttl)))
                .isInstanceOf(RuntimeMBeanException.class)
                .hasMessageContaining("TtlSeconds must be from 1 to 31536000.");
        assertThat(method.ttlMillis()).isEqualTo(1_500);
    }

    @Test
    void cache_operations_reachTheCache() throws JMException {
        assertThat(invoke("evict", "user:1")).isEqualTo(true);
        assertThat(invoke("evictPattern", "user:*")).isEqualTo(2L);
        assertThat(invoke("ping")).isEqualTo(123L);
        invoke("resetStatistics");
        server.setAttribute(cacheName, new Attribute("Enabled", false));

        assertThat(cache.asked).containsExactly("evict user:1", "evictPattern user:*", "resetStatistics");
        assertThat(cache.isEnabled()).isFalse();
    }

    @Test
    void inspect_showsOpenData() throws JMException {
        CompositeData there = (CompositeData) invoke("inspect", "there");
        CompositeData absent = (CompositeData) invoke("inspect", "absent");

        assertThat(there.getAll(new String[] {"present", "store", "ttlMillis", "sizeBytes", "versions", "loading"}))
                .containsExactly(true, "REDIS", 5_000L, 77L, 2, true);
        assertThat(absent.get("present")).isEqualTo(false);
    }

    @Test
    void h114_textsOfOperations_areChecked() {
        for (String operation : List.of("evict", "evictPattern", "inspect")) {
            for (String text : Arrays.asList(null, "", "x".repeat(1_025))) {
                assertThatThrownBy(() -> invoke(operation, text))
                        .isInstanceOf(RuntimeMBeanException.class)
                        .hasMessageContaining("must have 1 to 1024 characters");
            }
        }
        assertThat(cache.asked).isEmpty();
    }

    @Test
    void failure_ofAnOperation_carriesNoClassOfOurs() {
        assertThatThrownBy(() -> invoke("evictAll"))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("Redis is away.")
                .hasNoCause();
    }

    @Test
    void h114_everything_isOfOpenTypesAndDescribed() throws Exception {
        beans.update(Set.of(new FakeMethod(FIND)));
        for (ObjectName name : List.of(cacheName, methodName(FIND, ""))) {
            MBeanInfo info = server.getMBeanInfo(name);

            List<MBeanFeatureInfo> features = new ArrayList<>(List.of(info.getAttributes()));
            for (MBeanOperationInfo operation : info.getOperations()) {
                features.add(operation);
                features.addAll(List.of(operation.getSignature()));
            }
            assertThat(features)
                    .allSatisfy(feature ->
                            assertThat(feature.getDescription()).isNotBlank().isNotEqualTo(feature.getName()));
            // What a remote client gets must not need our classes.
            assertThatCode(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(info))
                    .doesNotThrowAnyException();
        }
        assertThat(server.getMBeanInfo(cacheName).getOperations())
                .filteredOn(operation -> operation.getImpact() == MBeanOperationInfo.INFO)
                .extracting(MBeanFeatureInfo::getName)
                .containsExactlyInAnyOrder("ping", "inspect");
    }

    @Test
    void descriptions_ofCounts_nameTheResetRule() throws JMException {
        beans.update(Set.of(new FakeMethod(FIND)));
        Set<String> counts = Set.of(
                "Hits",
                "Misses",
                "HitRate",
                "Bypasses",
                "Errors",
                "Loads",
                "LoadFailures",
                "Stores",
                "RefusedStores",
                "UnfitResults",
                "Evictions",
                "AverageLoadMillis");

        for (ObjectName name : List.of(cacheName, methodName(FIND, ""))) {
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .filteredOn(attribute -> counts.contains(attribute.getName()))
                    .isNotEmpty()
                    .allSatisfy(
                            attribute -> assertThat(attribute.getDescription()).contains("resetStatistics()"));
        }
    }

    @Test
    void send_modeChange_reachesListeners() throws JMException {
        List<Notification> received = new ArrayList<>();
        server.addNotificationListener(cacheName, (notification, handback) -> received.add(notification), null, null);

        beans.send(new ModeChange("REDIS", "MEMORY", Instant.ofEpochMilli(99), "connection refused"));
        beans.send(new ModeChange("MEMORY", "REDIS", Instant.ofEpochMilli(100), "connected"));

        assertThat(received).hasSize(2);
        assertThat(received.get(0)).isInstanceOfSatisfying(AttributeChangeNotification.class, change -> {
            assertThat(change.getSource()).isEqualTo(cacheName);
            assertThat(change.getAttributeName()).isEqualTo("Mode");
            assertThat(change.getOldValue()).isEqualTo("REDIS");
            assertThat(change.getNewValue()).isEqualTo("MEMORY");
            assertThat(change.getMessage()).isEqualTo("REDIS -> MEMORY: connection refused");
            assertThat(change.getTimeStamp()).isEqualTo(99);
            assertThat(change.getSequenceNumber()).isEqualTo(1);
        });
    }

    @Test
    void send_listenerThrowsAnError_isContained() throws JMException {
        server.addNotificationListener(
                cacheName,
                (notification, handback) -> {
                    throw new LinkageError("a listener's own");
                },
                null,
                null);

        assertThatCode(() -> beans.send(new ModeChange("REDIS", "MEMORY", Instant.EPOCH, "x")))
                .doesNotThrowAnyException();
    }

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

    private Map<String, Object> attributes(ObjectName name) throws JMException {
        String[] names = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        return server.getAttributes(name, names).asList().stream()
                .collect(Collectors.toMap(Attribute::getName, Attribute::getValue));
    }

    private Object invoke(String operation, String... arguments) throws JMException {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return server.invoke(cacheName, operation, arguments, types);
    }

    private Set<ObjectName> methodNames() throws JMException {
        return server.queryNames(new ObjectName("dev.larder:type=CachedMethod,*"), null);
    }

    private static ObjectName methodName(String signature, String suffix) throws JMException {
        return new ObjectName("dev.larder:type=CachedMethod,name=\"" + signature + "\"" + suffix);
    }
}
