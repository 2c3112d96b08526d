package io.keyline.channel.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may call, by IP address: for providers that sign nothing. Behind a proxy it is the proxy that calls. */
public final class Callers {

    private static final Pattern LITERAL = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /** Addresses that begin with these bits. */
    private record Range(byte[] address, int bits) {

        static Range of(String written) {
            String[] parts = written.split("/", 2);
            byte[] address = octets(parts[0]);
            int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException(written + " is no range of IP addresses: write for example 192.0.2.0/24");
            }
            return new Range(address, bits);
        }

        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % 8;
                if ((other[i / 8] & mask) != (address[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Range> ranges;

    /**
     * @param written addresses and ranges, parted by commas, for example {@code 192.0.2.7, 2001:db8::/32}; empty: everybody may
     * @throws IllegalArgumentException if one of them is neither
     */
    public Callers(String written) {
        ranges = Arrays.stream(written.split(",")).map(String::trim).filter(one -> !one.isEmpty()).map(Range::of).toList();
    }

    /** Why a request is refused, for the operator's log; empty if it comes from one of them. */
    public Optional<String> refusal(HttpRequest request) {
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        byte[] caller = octets(request.remote());
        return ranges.stream().anyMatch(range -> range.has(caller)) ? Optional.empty()
                : Optional.of(request.remote() + " may not call");
    }

    private static byte[] octets(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            throw new IllegalArgumentException(literal + " is no IP address");
        }
        try {
            return InetAddress.getByName(literal).getAddress(); // a literal is not looked up
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal + " is no IP address", e);
        }
    }
}
