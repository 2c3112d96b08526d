package io.keyline.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** The addresses that a step of a route sends to, as they are written. */
final class Address {

    /** Stands for an address that only the run tells. */
    private static final String ANY = "${any}";

    private Address() {
    }

    /** Where the node sends to, in order; empty if it sends nowhere. */
    static List<String> of(NamedNode node) {
        return switch (node) {
            case SendDefinition<?> send -> List.of(send.getEndpointUri());
            case ToDynamicDefinition send -> List.of(send.getUri());
            case RecipientListDefinition<?> list -> split(list);
            case RoutingSlipDefinition<?> slip -> split(slip);
            case DynamicRouterDefinition<?> router -> split(router);
            case EnrichDefinition enrich -> split(enrich);
            case PollEnrichDefinition enrich -> split(enrich);
            default -> List.of();
        };
    }

    private static List<String> split(HasExpressionType node) {
        ExpressionDefinition expression = node.getExpressionType();
        boolean written = expression != null && expression.getExpression() != null
                && List.of("simple", "constant").contains(expression.getLanguage());
        return written ? Arrays.stream(expression.getExpression().split(",")).map(String::strip).toList() : List.of(ANY);
    }

    /** Whether only the run tells all of it. */
    static boolean isDynamic(String address) {
        return address.contains("${") || address.contains("$simple{");
    }

    /** Without options, and without the slashes that Camel puts behind the colon. */
    static String plain(String address) {
        return address.split("\\?", 2)[0].replaceFirst("^([A-Za-z0-9.+-]+):/{1,2}", "$1:");
    }

    /** What stands before the colon; empty if only the run tells it. */
    static Optional<String> scheme(String address) {
        String scheme = address.split(":", 2)[0];
        return isDynamic(scheme) ? Optional.empty() : Optional.of(scheme);
    }

    /** The name in a {@code direct:} address. */
    static Optional<String> direct(String address) {
        String plain = plain(address);
        return plain.startsWith("direct:") && !isDynamic(plain) ? Optional.of(plain.substring("direct:".length())) : Optional.empty();
    }
}
