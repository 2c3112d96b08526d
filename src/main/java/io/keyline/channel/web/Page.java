package io.keyline.channel.web;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The files of the self-service page. */
final class Page {

    /** Nothing but its own files: no inline script or style, no frame around it, no text that becomes markup. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "X-Frame-Options", "DENY");

    private static final String INDEX = "index.html";
    private static final Map<String, String> FILES = Map.of(
            INDEX, "text/html; charset=utf-8",
            "portal.css", "text/css; charset=utf-8",
            "portal.js", "text/javascript; charset=utf-8",
            "api.js", "text/javascript; charset=utf-8",
            "chat.js", "text/javascript; charset=utf-8",
            "answers.js", "text/javascript; charset=utf-8");

    private Page() {
    }

    static void mount(WebServer web) {
        FILES.forEach((name, type) -> {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.completedFuture(new HttpAnswer(200, type, read(name), HEADERS));
            paths(name).forEach(path -> web.add(path, Set.of("GET"), request -> answer));
        });
    }

    static void unmount(WebServer web) {
        FILES.keySet().forEach(name -> paths(name).forEach(web::remove));
    }

    private static List<String> paths(String name) {
        return name.equals(INDEX) ? List.of(Portal.PATH, Portal.PATH + "/") : List.of(Portal.PATH + "/" + name);
    }

    private static byte[] read(String name) {
        try (InputStream file = Page.class.getResourceAsStream("/portal/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
