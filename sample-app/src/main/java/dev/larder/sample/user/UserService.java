package dev.larder.sample.user;

import dev.larder.CacheEvict;
import dev.larder.CachePut;
import dev.larder.Cached;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class UserService {

    private final UserRepository users;

    UserService(UserRepository users) {
        this.users = users;
    }

    /**
     * Returns the user, or null if there is none. That there is none is remembered too, but only for a moment: the id
     * may be given to someone soon.
     */
    @Cached(key = "user:{id}", ttl = 15, nullTtl = 5)
    public @Nullable User findById(long id) {
        return users.find(id).orElse(null);
    }

    /** Returns those that exist. Shares its entries with {@link #findById}, and asks the database only for the missing ones. */
    @Cached(key = "user:{ids[]}", ttl = 15, nullTtl = 5)
    public Map<Long, User> findAll(List<Long> ids) {
        return users.findAll(ids).stream().collect(Collectors.toMap(User::id, Function.identity()));
    }

    /** Ranks the user among all others, which reads every event there is. */
    @Cached(key = "user:{id}:profile", ttl = 15, tags = "activity")
    public Optional<UserProfile> profile(long id) {
        return users.findProfile(id);
    }

    /**
     * Returns the user as changed, or null if there is none. Once the transaction has committed, the next reader of the
     * user gets this very value, and whatever else shows names of people is loaded anew.
     */
    @Transactional
    @CachePut(key = "user:{id}", ttl = 15, nullTtl = 5)
    @CacheEvict(key = "user:{id}:profile", tag = "people")
    public @Nullable User update(long id, UserChange change) {
        return users.update(id, change) ? users.find(id).orElse(null) : null;
    }
}
