package io.keyline.hub;

import io.keyline.store.Customer;
import io.keyline.store.LinkSql;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * By which channel and to which address the company writes first: the one that the customer prefers, else that of the address that was named,
 * else by SMS, else by e-mail; if they have an address for it, and the last message there did not come back for good.
 *
 * @param sender the number that the customer sees; empty for the channel's own
 */
record FirstWord(String channel, String address, String sender) {

    static FirstWord of(Handle handle, Customer customer, Beginning event, Channels channels) {
        String sender = event.sender();
        if (event.channel() != null) {
            return new FirstWord(event.channel(), event.address(), sender(event.channel(), sender));
        }
        Collection<String> others = customer.linked() ? LinkSql.addresses(handle, customer.id()) : Set.of();
        List<FirstWord> ways = Stream.of(customer.prefers(), channelOf(event.address()), Channels.SMS, Channels.EMAIL).filter(Objects::nonNull).distinct()
                .filter(mayBegin(event.channels(), channels))
                .flatMap(channel -> Stream.concat(Stream.of(event.address()), others.stream()).distinct().filter(address -> fits(channel, address))
                        .map(address -> new FirstWord(channel, address, sender(channel, sender)))).toList();
        FirstWord own = new FirstWord(channelOf(event.address()), event.address(), sender(channelOf(event.address()), sender));
        return ways.size() < 2 ? ways.stream().findFirst().orElse(own)
                : ways.stream().filter(way -> LinkSql.isReachable(handle, customer.id(), way.channel, way.address)).findFirst().orElse(ways.getFirst());
    }

    private static Predicate<String> mayBegin(Set<String> allowed, Channels channels) {
        return channel -> !channels.isLive(channel) && (allowed.isEmpty() || allowed.contains(channel));
    }

    private static String channelOf(String address) {
        return isMail(address) ? Channels.EMAIL : Channels.SMS;
    }

    private static boolean fits(String channel, String address) {
        return switch (channel) {
            case Channels.EMAIL -> isMail(address);
            case Channels.SMS -> !isMail(address);
            default -> true;
        };
    }

    private static boolean isMail(String address) {
        return address.indexOf('@') > 0;
    }

    private static String sender(String channel, String sender) {
        return Channels.EMAIL.equals(channel) ? "" : sender;
    }
}
