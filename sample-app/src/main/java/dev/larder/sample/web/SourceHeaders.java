package dev.larder.sample.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Says in the headers of every answer under {@code /api/} where it came from: {@code X-Source: database} with the number
 * of statements in {@code X-Queries}, or {@code X-Source: cache} when no statement ran.
 *
 * <p>A filter would come too late: once the body is written the headers are gone.
 */
@ControllerAdvice
class SourceHeaders implements ResponseBodyAdvice<Object> {

    private final QueryCount count;

    SourceHeaders(QueryCount count) {
        this.count = count;
    }

    @Override
    public boolean supports(
            MethodParameter returnType, Class<? extends HttpMessageConverter<?>> selectedConverterType) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType selectedContentType,
            Class<? extends HttpMessageConverter<?>> selectedConverterType,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (request.getURI().getPath().startsWith("/api/") && !isRefusal(body)) {
            int queries = count.current();
            response.getHeaders().set("X-Source", queries == 0 ? "cache" : "database");
            response.getHeaders().set("X-Queries", Integer.toString(queries));
        }
        return body;
    }

    /** A request that was refused as it stood came from nowhere; that something is not there, though, was looked up. */
    private static boolean isRefusal(@Nullable Object body) {
        return body instanceof ProblemDetail problem && problem.getStatus() != HttpStatus.NOT_FOUND.value();
    }
}
