package io.keyline.channel.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;

/** The proxies before a web server, whose word for who calls is taken; anybody else could name anybody. */
public final class Proxies {

    private final List<IpSubnetFilterRule> networks;

    private Proxies(List<IpSubnetFilterRule> networks) {
        this.networks = networks;
    }

    /**
     * @param addresses IP addresses, and networks such as 10.0.0.0/8 where proxies come and go; empty ones do not count
     * @throws IllegalArgumentException if one is neither
     */
    public static Proxies of(Collection<String> addresses) {
        return new Proxies(addresses.stream().filter(address -> !address.isEmpty()).map(Proxies::network).toList());
    }

    private static IpSubnetFilterRule network(String address) {
        String[] parts = address.split("/", 2);
        InetAddress ip = NetUtil.createInetAddressFromIpAddressString(parts[0]);
        int bits = ip == null ? 0 : 8 * ip.getAddress().length;
        if (ip == null || parts.length == 2 && (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > bits)) {
            throw new IllegalArgumentException("'" + address + "' is neither an IP address nor a network, for example 10.0.0.0/8");
        }
        return new IpSubnetFilterRule(ip, parts.length == 2 ? Integer.parseInt(parts[1]) : bits, IpFilterRuleType.ACCEPT);
    }

    /** @param ip as digits; what is none is no proxy */
    boolean contains(String ip) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(ip);
        return address != null && networks.stream().anyMatch(network -> network.matches(new InetSocketAddress(address, 0)));
    }
}
