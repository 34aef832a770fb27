package dev.larder.sample.cache;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CacheController {

    private final CacheMBeans mbeans;

    CacheController(CacheMBeans mbeans) {
        this.mbeans = mbeans;
    }

    /**
     * For a load balancer: 200 whatever the cache's mode, since the service answers every request without Redis, too. A
     * node taken out of rotation because Redis is away would turn a slower service into none.
     */
    @GetMapping("/health")
    CacheStatus health() {
        return mbeans.status();
    }

    /** For a monitor that watches Redis: 200 only while results are shared through it. */
    @GetMapping("/health/redis")
    ResponseEntity<CacheStatus> redisHealth() {
        CacheStatus status = mbeans.status();
        return ResponseEntity.status(httpStatus(status)).body(status);
    }

    /** For the page. */
    @GetMapping("/cache")
    Overview overview() {
        return new Overview(mbeans.status(), mbeans.methods());
    }

    private static HttpStatus httpStatus(CacheStatus status) {
        return switch (status.mode()) {
            case CacheStatus.REDIS -> HttpStatus.OK;
            case CacheStatus.ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
            default -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    record Overview(CacheStatus status, List<MethodStatus> methods) {}
}
