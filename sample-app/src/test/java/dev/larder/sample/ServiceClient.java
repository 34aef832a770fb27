package dev.larder.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running service as any HTTP client would, wherever it runs. */
public final class ServiceClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI baseUrl;

    public ServiceClient(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    public static ServiceClient onPort(int port) {
        return new ServiceClient(URI.create("http://127.0.0.1:" + port));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer put(String path, Map<String, Object> body) {
        return send(request(path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer post(String path, Map<String, Object> body) {
        return send(request(path).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException("No answer from " + baseUrl, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back, its body being JSON. */
    public record Answer(int status, Optional<String> source, Optional<String> queries, JsonNode body) {

        private Answer(HttpResponse<String> response) {
            this(
                    response.statusCode(),
                    response.headers().firstValue("X-Source"),
                    response.headers().firstValue("X-Queries"),
                    JSON.readTree(response.body()));
        }

        /** The part of the body at a JSON pointer; missing nodes are empty. */
        public JsonNode at(String pointer) {
            return body.at(pointer);
        }

        public String detail() {
            return body.path("detail").asString();
        }
    }
}
