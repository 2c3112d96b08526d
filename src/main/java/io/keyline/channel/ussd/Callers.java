package io.keyline.channel.ussd;

import io.keyline.channel.http.HttpRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who may call: gateways do not sign what they send, so their addresses are all there is to know them by, beside a secret path
 * (security, section 4).
 *
 * @param allowed addresses of gateways
 * @param proxies addresses of our own proxies, which tell in X-Forwarded-For who called them
 */
record Callers(List<Network> allowed, List<Network> proxies) {

    /** Addresses that begin with the same bits (RFC 4632, section 3.1). */
    record Network(byte[] address, int bits) {

        /** @throws IllegalArgumentException if it is neither an address nor a network such as 196.201.214.0/24 */
        static Network of(String written) {
            String[] parts = written.split("/", 2);
            byte[] address = literal(parts[0]).orElse(new byte[0]);
            int bits = parts.length == 1 ? 8 * address.length : parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
            if (address.length == 0 || bits < 0 || bits > 8 * address.length) {
                throw new IllegalArgumentException("'" + written + "' is no address and no network: write 196.201.214.5 or 196.201.214.0/24");
            }
            return new Network(address, bits);
        }

        boolean has(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            boolean same = Arrays.equals(address, 0, whole, other, 0, whole);
            int mask = bits % 8 == 0 ? 0 : 0xFF << 8 - bits % 8 & 0xFF;
            return same && (mask == 0 || (address[whole] & mask) == (other[whole] & mask));
        }
    }

    /** @param allowed addresses and networks, parted by commas */
    static Callers of(String allowed, String proxies) {
        return new Callers(networks(allowed), networks(proxies));
    }

    private static List<Network> networks(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(one -> !one.isEmpty()).map(Network::of).toList();
    }

    boolean include(HttpRequest request) {
        return isIn(allowed, caller(request));
    }

    /** The last one in the chain that is not ours: whatever stands before it, the caller may have written. */
    private String caller(HttpRequest request) {
        String caller = request.remote();
        if (!isIn(proxies, caller)) {
            return caller;
        }
        List<String> chain = Arrays.stream(request.header("x-forwarded-for").orElse("").split(",")).map(String::strip).toList();
        return chain.reversed().stream().filter(one -> !isIn(proxies, one)).findFirst().orElse("");
    }

    private static boolean isIn(List<Network> networks, String address) {
        Optional<byte[]> literal = literal(address);
        return literal.isPresent() && networks.stream().anyMatch(network -> network.has(literal.get()));
    }

    /** Asks no name server; empty if it is no address. */
    private static Optional<byte[]> literal(String address) {
        boolean isLiteral = address.matches("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}") || address.matches("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
        try {
            return isLiteral ? Optional.of(InetAddress.getByName(address).getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
