package dev.larder.sample.web;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * How many statements the current request has sent to the database. Statements outside a request are not counted.
 *
 * <p><b>Why here.</b> This is how a caller learns whether an answer came from the cache without asking the cache: what
 * did not run a query was remembered. It is right with the agent, without it and whatever the agent believes.
 *
 * <p><b>Threads.</b> A request and its count belong to one thread.
 */
@Component
class QueryCount {

    private static final String ATTRIBUTE = QueryCount.class.getName();

    void increment() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(ATTRIBUTE, countOf(request) + 1, RequestAttributes.SCOPE_REQUEST);
        }
    }

    int current() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request == null ? 0 : countOf(request);
    }

    private static int countOf(RequestAttributes request) {
        return request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Integer count ? count : 0;
    }
}
