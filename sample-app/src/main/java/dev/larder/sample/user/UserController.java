package dev.larder.sample.user;

import dev.larder.sample.web.NotFoundException;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/users/{id}")
class UserController {

    private final UserService users;

    UserController(UserService users) {
        this.users = users;
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
}
