package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the beans show: names, types and values of their attributes. */
final class BeanAttributesTest extends RegisteredBeans {

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
        expected.put("SecondsInInitializing", 31L);
        expected.put("SecondsInRedis", 32L);
        expected.put("SecondsInMemory", 33L);
        expected.put("SecondsInRecovering", 34L);
        expected.put("SecondsInOff", 35L);
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
        expected.put("StaleServed", 12L);
        expected.put("Refreshes", 13L);
        expected.put("RefreshFailures", 14L);
        expected.put("Evictions", 12L);
        expected.put("RedisGetP50Micros", 13L);
        expected.put("RedisGetP99Micros", 14L);
        expected.put("RedisUsedMemoryBytes", 15L);
        expected.put("MemoryEntries", 16L);
        expected.put("NearEntries", 24L);
        expected.put("StandbyEntries", 27L);
        expected.put("StandbyHits", 28L);
        expected.put("JournalSize", 17L);
        expected.put("WriteBehindQueue", 20L);
        expected.put("WriteBehindOldestMillis", 21L);
        expected.put("WriteBehindFailures", 22L);
        expected.put("WriteBehindLost", 23L);
        expected.put("WarmRuns", 24L);
        expected.put("WarmCalls", 25L);
        expected.put("WarmFailures", 26L);
        expected.put("LastWarm", "2026-01-02T05:30:00Z");
        expected.put("WarmKeys", 27L);
        expected.put("WarmKeysIgnored", 28L);
        expected.put("Warmed", true);
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
                        Map.entry("UnreadableEntries", 0L),
                        Map.entry("HitRate", 0.75),
                        Map.entry("Bypasses", 5L),
                        Map.entry("Errors", 7L),
                        Map.entry("Loads", 2L),
                        Map.entry("LoadFailures", 9L),
                        Map.entry("AverageLoadMillis", 2.5),
                        Map.entry("Stores", 1L),
                        Map.entry("RefusedStores", 4L),
                        Map.entry("UnfitResults", 6L),
                        Map.entry("StaleServed", 11L),
                        Map.entry("Refreshes", 12L),
                        Map.entry("RefreshFailures", 13L),
                        Map.entry("Key", "user:{id}"),
                        Map.entry("NearHits", 14L),
                        Map.entry("Tier", "SHARED"),
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

    private Map<String, Object> attributes(ObjectName name) throws JMException {
        String[] names = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        return server.getAttributes(name, names).asList().stream()
                .collect(Collectors.toMap(Attribute::getName, Attribute::getValue));
    }
}
