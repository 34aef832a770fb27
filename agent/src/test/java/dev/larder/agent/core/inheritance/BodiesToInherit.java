package dev.larder.agent.core.inheritance;

import dev.larder.agent.fixtures.Silent;

/** An interface with an annotated method, and a class that has its body without knowing it. */
@Silent
abstract class BodiesToInherit {

    static final String API = """
            interface Api { @CacheEvict(key = "u:{0}") void drop(Long id); }
            """;
    static final String BASE = """
            class Base { static int runs; public void drop(Long id) { runs++; } }
            """;
}
