package io.keyline.channel.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.channel.http.HttpAnswer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Signing in: a code is sent to the address on file, and who has it is the customer. */
final class SignIn {

    private static final int LONGEST = 254; // RFC 5321, section 4.5.3.1.3
    private static final int REQUEST_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final int SOON_SECONDS = 600;

    private final Codes codes;
    private final Offers offers;
    private final Sessions sessions;
    private final Customers customers;
    private final SecureRandom random = new SecureRandom();

    SignIn(Codes codes, Offers offers, Sessions sessions, Customers customers) {
        this.codes = codes;
        this.offers = offers;
        this.sessions = sessions;
        this.customers = customers;
    }

    /** Whether anybody has the address makes no difference to the answer. */
    HttpAnswer sendCode(Visit visit) {
        String address = address(visit.fields("address"));
        byte[] name = new byte[REQUEST_BYTES];
        random.nextBytes(name);
        String request = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        String language = offers.language(null, visit.request().header("accept-language").orElse(null));
        return switch (codes.send(address, request, network(visit.request().remote()), language)) {
            case SENT -> Entries.answer(202, Entries.object().put("request", request));
            case TOO_OFTEN -> throw Problem.later(429, SOON_SECONDS, "too many codes were asked for");
            case IMPOSSIBLE -> throw Problem.invalid("address", "is one to which no code is sent");
        };
    }

    /** Whoever gets IPv6 addresses gets 2^64 of them: they count as one. */
    private static String network(String remote) {
        try {
            InetAddress address = InetAddress.getByName(remote);
            return address instanceof Inet6Address ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)) : remote;
        } catch (UnknownHostException e) {
            return remote;
        }
    }

    HttpAnswer begin(Visit visit) {
        JsonNode fields = visit.fields("address", "request", "code");
        String address = address(fields);
        if (!codes.redeem(address, Visit.text(fields, "request", LONGEST), Visit.text(fields, "code", LONGEST))) {
            throw Problem.of(401, "the code is wrong, or used, or too old");
        }
        String cookie = sessions.begin(visit.cookies(), address);
        return Entries.answer(200, who(new Visit(visit.request(), address)), Map.of("Set-Cookie", cookie));
    }

    private String address(JsonNode fields) {
        return offers.address(Visit.text(fields, "address", LONGEST))
                .orElseThrow(() -> Problem.invalid("address", "is neither a telephone number nor an e-mail address"));
    }

    HttpAnswer end(Visit visit) {
        return new HttpAnswer(204, null, new byte[0], Map.of("Set-Cookie", sessions.end(visit.cookies())));
    }

    HttpAnswer whoIsIn(Visit visit) {
        return Entries.answer(200, who(visit));
    }

    private ObjectNode who(Visit visit) {
        return Entries.object().put("address", visit.address()).put("language", customers.language(visit));
    }
}
