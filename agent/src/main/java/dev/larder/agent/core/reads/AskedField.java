package dev.larder.agent.core.reads;

/**
 * A field whose value is asked to do something: a method is called on it.
 *
 * @param method by name and descriptor
 */
public record AskedField(ReadField field, String method) {}
