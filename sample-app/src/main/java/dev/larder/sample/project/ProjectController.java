package dev.larder.sample.project;

import dev.larder.sample.user.User;
import dev.larder.sample.user.UserService;
import dev.larder.sample.web.NotFoundException;
import jakarta.validation.Valid;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/projects/{id}")
class ProjectController {

    private final ProjectRepository projects;
    private final UserService users;

    ProjectController(ProjectRepository projects, UserService users) {
        this.projects = projects;
        this.users = users;
    }

    @GetMapping
    ProjectDetails get(@PathVariable long id) {
        return projects.findById(id).orElseThrow(() -> NotFoundException.of("project", id));
    }

    /** By the order of their ids. */
    @GetMapping("/members")
    List<User> getMembers(@PathVariable long id) {
        if (projects.findById(id).isEmpty()) {
            throw NotFoundException.of("project", id);
        }
        List<Long> ids = projects.memberIds(id);
        Map<Long, User> members = users.findAll(ids);
        return ids.stream().map(members::get).filter(Objects::nonNull).toList();
    }

    @PutMapping
    ProjectChange put(@PathVariable long id, @Valid @RequestBody ProjectChange change) {
        if (!projects.update(id, change)) {
            throw NotFoundException.of("project", id);
        }
        return change;
    }

    @PostMapping("/events")
    @ResponseStatus(HttpStatus.CREATED)
    NewEvent postEvent(@PathVariable long id, @Valid @RequestBody NewEvent event) {
        if (projects.findById(id).isEmpty()) {
            throw NotFoundException.of("project", id);
        }
        if (users.findById(event.userId()) == null) {
            throw NotFoundException.of("user", event.userId());
        }
        projects.addEvent(id, event, LocalDateTime.now(ZoneOffset.UTC));
        return event;
    }
}
