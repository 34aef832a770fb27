package dev.larder.agent.apps.storm;

/** A row as a value that is refreshed. */
record FreshRow(String name, long version) {}
