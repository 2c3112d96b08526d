package io.keyline.channel.ussd;

import java.time.Duration;
import java.util.Optional;

/** What a provider sends with each request, and so how a new input is told from the same request sent again. */
public enum Inputs {

    /** All inputs of the session so far, joined by asterisks; an input may contain one itself (Africa's Talking, Safaricom). */
    ALL {
        @Override
        Step first(UssdRequest request) {
            return new Step(request.text(), request.text());
        }

        @Override
        Optional<Step> after(String seen, UssdRequest request, Duration since) {
            String before = seen.isEmpty() ? "" : seen + "*";
            String all = request.text();
            return all.equals(seen) || !all.startsWith(before) ? Optional.empty() : Optional.of(new Step(all, all.substring(before.length())));
        }
    },

    /** The last input alone. Unless the provider numbers its requests, the same input at once is taken for the same request. */
    LAST {
        @Override
        Step first(UssdRequest request) {
            return new Step(request.id().orElse("0 " + request.text()), request.text());
        }

        @Override
        Optional<Step> after(String seen, UssdRequest request, Duration since) {
            if (request.id().isPresent()) {
                return request.id().filter(id -> !id.equals(seen)).map(id -> new Step(id, request.text()));
            }
            int space = seen.indexOf(' ');
            if (request.text().equals(seen.substring(space + 1)) && since.compareTo(AT_ONCE) < 0) {
                return Optional.empty();
            }
            return Optional.of(new Step(Integer.parseInt(seen.substring(0, space)) + 1 + " " + request.text(), request.text()));
        }
    };

    /** Nobody reads a screen and answers it in less. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /**
     * A new input.
     *
     * @param key   what tells this request from the others of its session; holds what the customer entered, perhaps a PIN
     * @param input what the customer entered now
     */
    record Step(String key, String input) {
    }

    /** The first request of a session: nothing, or the codes that were dialled behind the service's own. */
    abstract Step first(UssdRequest request);

    /**
     * What is new in a request.
     *
     * @param seen  the key of the step before
     * @param since how long ago its screen was shown
     * @return empty if it is a request that was answered before
     */
    abstract Optional<Step> after(String seen, UssdRequest request, Duration since);
}
