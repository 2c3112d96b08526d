package io.keyline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.console.Api;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The hub's API as the command line uses it. */
final class ApiClient {

    /** What was asked for was not done; the message says why. */
    static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(11);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY).build();
    private final String root;
    private final String token;
    private final String as;

    /** @param as who acts, if not the token's own employee; else null */
    ApiClient(String host, String port, String token, String as) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        this.root = "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port + "/api/";
        this.token = token;
        this.as = as;
    }

    /**
     * Asks for something.
     *
     * @param path  after {@code /api/}
     * @param query what is null is left out
     */
    JsonNode get(String path, Map<String, String> query) throws RefusedException {
        return send(HttpRequest.newBuilder().GET(), path + (query.isEmpty() ? "" : "?" + encoded(query)));
    }

    /**
     * All of a list that comes in pages.
     *
     * @param field that holds a page's part of it
     */
    List<JsonNode> all(String path, String field, Map<String, String> query) throws RefusedException {
        List<JsonNode> all = new ArrayList<>();
        Map<String, String> next = new LinkedHashMap<>(query);
        JsonNode page;
        do {
            page = get(path, next);
            page.get(field).forEach(all::add);
            next.put("after", page.path("next").asText());
        } while (page.has("next"));
        return all;
    }

    /** @param fields those that are null are left out */
    JsonNode post(String path, Map<String, ?> fields) throws RefusedException {
        String body = JSON.valueToTree(fields).toString();
        return send(HttpRequest.newBuilder().header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }

    /** As {@link #post}, of what may take minutes. */
    JsonNode postLong(String path, Map<String, ?> fields) throws RefusedException {
        String body = JSON.valueToTree(fields).toString();
        return send(HttpRequest.newBuilder().header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)), path, LONG_PATIENCE);
    }

    /** An id as an operator wrote it, for a path. */
    static String id(String written) throws RefusedException {
        if (!written.matches("[0-9a-z]{1,12}")) {
            throw new RefusedException("'" + written + "' is not the id of an item");
        }
        return written;
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream().filter(one -> one.getValue() != null)
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /**
     * Writes an answer to a file, however long it is. What comes of a request that is refused, or breaks off, is no such file.
     *
     * @return its length in bytes
     */
    long download(String path, Map<String, String> query, Path file) throws RefusedException {
        if (Files.isDirectory(file) || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new RefusedException(file + " is no file that can be written: there is " + (Files.isDirectory(file) ? "a directory of this name" : "no such directory"));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        HttpResponse<InputStream> response = exchange(HttpRequest.newBuilder().GET(), path + "?" + encoded(query), PATIENCE,
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 300) {
                throw refused(response.statusCode(), JSON.readTree(body));
            }
            long length = Files.copy(body, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            return length;
        } catch (IOException e) {
            draft.toFile().delete();
            throw new RefusedException(file + " cannot be written whole (" + e + ")");
        }
    }

    private JsonNode send(HttpRequest.Builder request, String path) throws RefusedException {
        return send(request, path, PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request, String path, Duration patience) throws RefusedException {
        HttpResponse<String> response = exchange(request, path, patience, HttpResponse.BodyHandlers.ofString());
        try {
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw refused(response.statusCode(), body);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new RefusedException("what answers at " + root + " is not Keyline");
        }
    }

    private static RefusedException refused(int status, JsonNode body) {
        String detail = body.path("detail").asText("refused: HTTP " + status);
        return new RefusedException(body.has("field") ? body.get("field").asText() + ": " + detail : detail);
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, String path, Duration patience, HttpResponse.BodyHandler<T> reader) throws RefusedException {
        try {
            if (as != null) {
                request.header(Api.AS_HEADER, as);
            }
            return http.send(request.uri(URI.create(root + path)).timeout(patience).header("Authorization", "Bearer " + token).build(), reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException("the API at " + root + " does not answer (" + e + "); does Keyline run there? See api.host and api.port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }
}
