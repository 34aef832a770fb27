package dev.larder.agent.core.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What docs/redis-layout.md says a user for Larder needs: its commands as an operator would copy them. */
public final class Rights {

    private static final List<List<String>> COMMANDS = read();

    private Rights() {}

    /** For every server. */
    public static String[] single() {
        return COMMANDS.get(0).toArray(String[]::new);
    }

    /** For each node of a cluster, after {@link #single}. */
    static String[] cluster() {
        return COMMANDS.get(1).toArray(String[]::new);
    }

    /** Besides {@link #single}, for {@code larder.warm.keys}. */
    public static List<String> ofWarmKeys() {
        return lines().stream()
                .filter(line -> line.startsWith("`+zadd"))
                .flatMap(line -> Stream.of(line.replaceAll("[`.]", "").split(" +")))
                .toList();
    }

    private static List<List<String>> read() {
        List<List<String>> commands = new ArrayList<>();
        List<String> block = null;
        for (String line : lines()) {
            if (line.startsWith("```")) {
                block = block == null ? new ArrayList<>() : null;
            } else if (block != null) {
                if (line.startsWith("ACL SETUSER larder ")) {
                    commands.add(block);
                }
                block.addAll(List.of(line.strip().split(" +")));
            }
        }
        return commands;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "redis-layout.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
