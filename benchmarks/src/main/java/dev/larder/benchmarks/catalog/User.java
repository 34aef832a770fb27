package dev.larder.benchmarks.catalog;

import java.io.Serializable;

/** The small immutable value. */
public record User(long id, String name, String email, String city, int age, boolean active) implements Serializable {}
