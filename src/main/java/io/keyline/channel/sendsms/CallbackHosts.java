package io.keyline.channel.sendsms;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where reports may be sent: hosts that the operator has named. A caller could else make the hub ask any address inside the house. */
final class CallbackHosts {

    /** No user, and no escape before the path: what is put in later cannot change the host. */
    private static final Pattern PLACE = Pattern.compile("https?://(([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?)([/?].*)?", Pattern.DOTALL);

    private final Set<String> allowed;

    /** @param written host or host:port, parted by commas */
    CallbackHosts(String written) {
        allowed = Arrays.stream(written.toLowerCase(Locale.ROOT).split(",")).map(String::trim).filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether this URL, with Kannel's escapes in it, leads to one of them. */
    boolean has(String url) {
        Matcher place = PLACE.matcher(url);
        if (!place.matches()) {
            return false;
        }
        boolean named = allowed.contains(place.group(1).toLowerCase(Locale.ROOT)) || allowed.contains(place.group(2).toLowerCase(Locale.ROOT));
        try {
            return named && place.group(2).equals(URI.create(url.replace('%', 'x')).getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
