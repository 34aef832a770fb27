package dev.larder.sample.user;

import dev.larder.sample.web.NotFoundException;
import jakarta.validation.Valid;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/users/{id}")
class UserController {

    private final UserService users;
    private final PresenceRepository presence;

    UserController(UserService users, PresenceRepository presence) {
        this.users = users;
        this.presence = presence;
    }

    @GetMapping
    UserProfile get(@PathVariable long id) {
        return users.profile(id).orElseThrow(() -> NotFoundException.of("user", id));
    }

    @PutMapping
    User put(@PathVariable long id, @Valid @RequestBody UserChange change) {
        User changed = users.update(id, change);
        if (changed == null) {
            throw NotFoundException.of("user", id);
        }
        return changed;
    }

    @PostMapping("/visits")
    Presence postVisit(@PathVariable long id) {
        requireUser(id);
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        presence.visited(id, now);
        return new Presence(id, now);
    }

    @GetMapping("/visits/last")
    Presence getLastVisit(@PathVariable long id) {
        requireUser(id);
        return new Presence(id, presence.lastVisit(id));
    }

    private void requireUser(long id) {
        if (users.findById(id) == null) {
            throw NotFoundException.of("user", id);
        }
    }
}
