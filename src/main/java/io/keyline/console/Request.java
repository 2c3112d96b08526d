package io.keyline.console;

import io.keyline.hub.Names;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The few things that an operation needs of an HTTP request, read from the request itself: Camel mixes headers, query and path
 * into one map, where one can pass for the other.
 */
public final class Request {

    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,12}");
    private static final String BEARER = "Bearer ";
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final HttpServerRequest http;
    private final byte[] body;
    private final Operation operation;

    private Request(HttpServerRequest http, byte[] body, Operation operation) {
        this.http = http;
        this.body = body;
        this.operation = operation;
    }

    static Request of(Exchange exchange, Operation operation) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        if (body != null && body.length > operation.largest()) {
            throw new ProblemException(413, "the body is larger than this path takes");
        }
        return new Request(exchange.getMessage(HttpMessage.class).getRequest(), body == null ? new byte[0] : body, operation);
    }

    /** The token of the Authorization header, or null. */
    String token() {
        List<String> headers = http.headers().getAll("Authorization");
        return headers.size() == 1 && headers.getFirst().startsWith(BEARER) ? headers.getFirst().substring(BEARER.length()) : null;
    }

    /** Another employee under whose name the request acts, or null. */
    String as() {
        return http.getHeader(Api.AS_HEADER);
    }

    /** The id that the path names: what stands for {@code {id}}. */
    long id() {
        return Names.parse(name("id", ID));
    }

    /**
     * What the path has in place of a name in braces. It is read as it came: a path that only leads here once its dots and escapes are
     * resolved is none of ours.
     *
     * @param form which it has to have, or there is nothing at this path
     */
    String name(String name, Pattern form) {
        String template = operation.path().replace("{" + name + "}", "(" + form + ")").replaceAll("\\{[a-z]+}", "[^/]+");
        Matcher path = Pattern.compile(template).matcher(http.path());
        if (!path.matches()) {
            throw new ProblemException(404, "there is no such " + (name.equals("id") ? "item" : name));
        }
        return path.group(1);
    }

    /** Cuts the connection on which it came. */
    void breakOff() {
        http.connection().close();
    }

    /** A parameter of the query; null if it is not there. */
    String query(String name) {
        List<String> values = http.params().getAll(name);
        if (values.size() > 1) {
            throw new ProblemException(422, "is there more than once").about(name);
        }
        if (!values.isEmpty() && values.getFirst().indexOf('\0') >= 0) {
            throw new ProblemException(422, "holds a NUL, which nothing that is stored does").about(name);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** An id in the query, or {@code otherwise}. */
    long queryId(String name, long otherwise) {
        String value = query(name);
        if (value != null && !ID.matcher(value).matches()) {
            throw new ProblemException(422, "is not an id").about(name);
        }
        return value == null ? otherwise : Names.parse(value);
    }

    /** How many of a list are wanted at most: {@code limit} in the query, of 1 to 200, or 50. */
    int limit() {
        String word = query("limit");
        if (word == null) {
            return PAGE;
        }
        if (!word.matches("[0-9]{1,3}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > LARGEST_PAGE) {
            throw new ProblemException(422, "is not a number from 1 to " + LARGEST_PAGE).about("limit");
        }
        return Integer.parseInt(word);
    }

    /** One of these words in the query, in upper case as they are here, however it is written; null if it is not there. */
    String queryWord(String name, List<String> known) {
        String value = query(name);
        String word = value == null ? null : value.toUpperCase(Locale.ROOT);
        if (word != null && !known.contains(word)) {
            throw new ProblemException(422, "is none of " + String.join(", ", known)).about(name);
        }
        return word;
    }

    /** Only these parameters may be in the query: a misspelt one must not widen a list in silence. */
    void allowQuery(Set<String> known) {
        // what the path names is among them
        http.params().names().stream().filter(name -> !known.contains(name) && !operation.path().contains("{" + name + "}")).findFirst().ifPresent(name -> {
            throw new ProblemException(422, "is unknown here").about(name);
        });
    }

    Fields fields(String... known) {
        String type = http.getHeader("Content-Type");
        boolean json = type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!json && (type != null || body.length > 0)) {
            throw new ProblemException(415, "the body must be application/json");
        }
        return Fields.read(body, known);
    }
}
