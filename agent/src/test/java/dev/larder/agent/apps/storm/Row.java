package dev.larder.agent.apps.storm;

/** A row of the database as a value that never changes, which memory shares between callers. */
record Row(String name, long version) {}
