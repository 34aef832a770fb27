package dev.larder.sample.user;

import java.time.LocalDate;

public record User(long id, String name, String city, LocalDate joinedOn) {}
