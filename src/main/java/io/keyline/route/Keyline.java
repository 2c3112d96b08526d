package io.keyline.route;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.dialogue.CodeQuestion;
import io.keyline.dialogue.Entrances;
import io.keyline.dialogue.Proof;
import io.keyline.dialogue.QuestionReader;
import io.keyline.hub.Hub;
import io.keyline.identity.Links;
import io.keyline.identity.OneTimeCodes;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/**
 * What the words of a route file reach. Bound in Camel's registry.
 *
 * @param backOffice sends a request; the future completes when the answer is there
 * @param commands   the commands whose routes are started
 * @param entrances  the routes in which conversations go on
 * @param questions  reads answers
 * @param company    what the company says of itself
 * @param codes      prove who holds an address
 * @param links      makes customers one who are the same person
 * @param codeQuestion asks for a code
 * @param proof      asks for one before a route begins, where that is needed
 */
public record Keyline(Hub hub, Function<Request, CompletableFuture<Reply>> backOffice, Commands commands, Entrances entrances,
        Wording wording, QuestionReader questions, Company company, OneTimeCodes codes, Links links, CodeQuestion codeQuestion, Proof proof) {

    /**
     * What the company says of itself.
     *
     * @param zone   whose calendar and clock it goes by
     * @param sender the number or name that customers see when the company writes first
     * @param region ISO 3166, of telephone numbers without a country
     */
    public record Company(ZoneId zone, String sender, String region) {
    }

    /** Null where routes are only checked. */
    static Keyline of(CamelContext context) {
        return context.getRegistry().findSingleByType(Keyline.class);
    }
}
