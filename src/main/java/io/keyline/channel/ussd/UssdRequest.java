package io.keyline.channel.ussd;

import io.keyline.channel.http.HttpRequest;
import io.keyline.language.TelephoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a gateway asks, without control characters.
 *
 * @param session the provider's name for the session
 * @param number  the customer's, E.164 with a plus
 * @param code    the service that was dialled, as {@code *384*1234#}; empty if the provider does not tell
 * @param text    what was entered: all of the session or the last, as {@link Inputs} says
 * @param id      the provider's name for this request, if it gives one
 */
record UssdRequest(String session, String number, String code, String text, Optional<String> id) {

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{7,15}");
    /** In characters. A session has a few dozen inputs of one screen at most. */
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_NAME = 128;

    /** @return empty if there is no session, no customer, or more than a telephone can have sent */
    static Optional<UssdRequest> read(HttpRequest request, UssdEndpoint endpoint) {
        String session = parameter(request, endpoint.getSession());
        String code = parameter(request, endpoint.getCode());
        String text = parameter(request, endpoint.getInput());
        Optional<String> id = Optional.ofNullable(endpoint.getRequest()).map(name -> parameter(request, name)).filter(value -> !value.isEmpty());
        boolean absurd = session.isEmpty() || session.length() > LONGEST_NAME || code.length() > LONGEST_NAME || text.length() > LONGEST_TEXT
                || id.filter(value -> value.length() > LONGEST_NAME).isPresent();
        return absurd ? Optional.empty() : e164(parameter(request, endpoint.getNumber()), endpoint.getDefaultRegion())
                .map(number -> new UssdRequest(session, number, code, text, id));
    }

    /** The session alone, of a request that tells of no input. */
    static Optional<String> session(HttpRequest request, UssdEndpoint endpoint) {
        return Optional.of(parameter(request, endpoint.getSession())).filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME);
    }

    private static String parameter(HttpRequest request, String name) {
        return request.parameter(name).map(value -> value.replaceAll("\\p{Cc}", "").strip()).orElse("");
    }

    /** Many gateways leave out the plus, or send it so that it is read as a space. */
    static Optional<String> e164(String number, String region) {
        if (!NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        if (number.startsWith("+")) {
            return Optional.of(number);
        }
        return TelephoneNumber.valid(number, region).or(() -> TelephoneNumber.valid("+" + number, null));
    }
}
