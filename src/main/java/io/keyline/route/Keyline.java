package io.keyline.route;

import io.keyline.backoffice.Request;
import io.keyline.backoffice.Reply;
import io.keyline.hub.Hub;
import io.keyline.language.Texts;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/**
 * What the words of a route file reach. Bound in Camel's registry.
 *
 * @param backOffice sends a request; the future completes when the answer is there
 * @param texts      the catalogue, with what every text may name filled in
 * @param commands   the commands whose routes are started
 */
public record Keyline(Hub hub, Texts texts, Function<Request, CompletableFuture<Reply>> backOffice, Commands commands,
        String defaultLanguage) {

    /** Null where routes are only checked. */
    static Keyline of(CamelContext context) {
        return context.getRegistry().findSingleByType(Keyline.class);
    }
}
