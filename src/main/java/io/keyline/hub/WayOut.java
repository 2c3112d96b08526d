package io.keyline.hub;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A way out of a channel, as its route has it.
 *
 * @param channel  on which it sends
 * @param route    the id of the route
 * @param numbers  the company's numbers or names from which it sends; empty for all
 * @param prefixes with which the numbers of customers begin to whom it sends; empty for all
 * @param window   how many messages may be under way at once
 * @param rate     messages a second that the provider allows; 0 for no limit
 */
public record WayOut(String channel, String route, Set<String> numbers, Set<String> prefixes, int window, double rate) {

    static final String ALL = "";

    /**
     * Messages that go one way.
     *
     * @param number of the company; {@link #ALL}, or exactly this
     * @param prefix of customers' numbers; {@link #ALL}, or those that begin so
     */
    public record Claim(String number, String prefix) {

        @Override
        public String toString() {
            return (number.isEmpty() ? "" : " from " + number) + (prefix.isEmpty() ? "" : " to " + prefix);
        }
    }

    /** The only way out of a channel. */
    public static WayOut only(String channel, int window, double rate) {
        return new WayOut(channel, channel, Set.of(), Set.of(), window, rate);
    }

    /** The way of what no route takes; it has no place for anything. */
    static WayOut none(String channel) {
        return new WayOut(channel, "none", Set.of(), Set.of(), 0, 0);
    }

    /** What goes this way, unless another way claims more exactly that. */
    public Stream<Claim> claims() {
        return orAll(numbers).stream().flatMap(number -> orAll(prefixes).stream().map(prefix -> new Claim(number, prefix)));
    }

    private static Collection<String> orAll(Set<String> some) {
        return some.isEmpty() ? List.of(ALL) : some;
    }
}
