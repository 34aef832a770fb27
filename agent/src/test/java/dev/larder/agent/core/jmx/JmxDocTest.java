package dev.larder.agent.core.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanInfo;
import javax.management.NotificationBroadcasterSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/jmx.md} names the attributes and operations that there are, with their types and reset rules. */
final class JmxDocTest {

    @Test
    void tables_nameTheAttributesAndOperationsOfTheCode() throws Exception {
        MBeanInfo cache = new DescribedMBean(
                        new CacheBean(new FakeCache()), CacheMXBean.class, new NotificationBroadcasterSupport())
                .getMBeanInfo();
        MBeanInfo method = new DescribedMBean(
                        new CachedMethodBean(new FakeMethod("a.B.c()")),
                        CachedMethodMXBean.class,
                        new NotificationBroadcasterSupport())
                .getMBeanInfo();

        assertThat(rowsBelow("## dev.larder:type=Cache"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(attributes(cache), operations(cache)).toList());
        assertThat(rowsBelow("## dev.larder:type=CachedMethod"))
                .containsExactlyInAnyOrderElementsOf(attributes(method).toList());
    }

    private static Stream<String> attributes(MBeanInfo info) {
        return Arrays.stream(info.getAttributes())
                .map(attribute -> attribute.getName()
                        + " " + attribute.getType().replaceAll(".*\\.", "")
                        + (attribute.isWritable() ? ", writable" : "")
                        + (attribute.getDescription().contains("reset by") ? " reset" : ""));
    }

    private static Stream<String> operations(MBeanInfo info) {
        return Arrays.stream(info.getOperations())
                .map(operation -> operation.getName()
                        + Arrays.stream(operation.getSignature())
                                .map(parameter -> parameter.getName())
                                .toList()
                                .toString()
                                .replace('[', '(')
                                .replace(']', ')')
                        + " "
                        + operation
                                .getReturnType()
                                .replace("void", "")
                                .replace("javax.management.openmbean.CompositeData", "composite"));
    }

    private static List<String> rowsBelow(String heading) throws IOException {
        List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("..", "docs", "jmx.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals(heading) || line.startsWith(heading + ",");
            } else if (inside && line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                String reset = cells.length > 4 && cells[4].trim().equals("yes") ? " reset" : "";
                rows.add(cells[1].replace("`", "").trim() + " " + cells[2].trim() + reset);
            }
        }
        return rows;
    }
}
