package dev.larder.agent.core.reads;

/**
 * A field on whose value a method is called.
 *
 * @param method by name and descriptor
 */
public record AskedField(ReadField field, String method) {}
