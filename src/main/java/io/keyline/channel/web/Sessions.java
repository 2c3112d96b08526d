package io.keyline.channel.web;

import io.keyline.hub.Time;
import io.keyline.store.PortalSql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Who is signed in: the browser keeps a token in a cookie, the database its hash. The cookies are those of a request's Cookie header. */
final class Sessions {

    private static final int BYTES = 32;

    private final Jdbi jdbi;
    private final Time time;
    private final boolean secure;
    private final SecureRandom random = new SecureRandom();

    /** @param secure whether the portal is reached by https */
    Sessions(Jdbi jdbi, Time time, boolean secure) {
        this.jdbi = jdbi;
        this.time = time;
        this.secure = secure;
    }

    /** The name says to browsers that no other host may have set it (RFC 6265bis, section 4.1.3.2). */
    private String cookie() {
        return secure ? "__Host-keyline" : "keyline";
    }

    /** Begins a session, and ends the one that the browser had: nobody can plant a token before the sign-in. Gives the cookie. */
    String begin(String cookies, String address) {
        byte[] token = new byte[BYTES];
        random.nextBytes(token);
        String written = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        jdbi.useTransaction(handle -> {
            token(cookies).ifPresent(old -> PortalSql.signOut(handle, old));
            PortalSql.signIn(handle, hash(written), address, time.instant());
        });
        return setCookie(written, PortalSql.LONGEST.toSeconds());
    }

    /** Ends the session. Gives the cookie that takes the old one away. */
    String end(String cookies) {
        token(cookies).ifPresent(token -> jdbi.useHandle(handle -> PortalSql.signOut(handle, token)));
        return setCookie("", 0);
    }

    private String setCookie(String value, long seconds) {
        return cookie() + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds + (secure ? "; Secure" : "");
    }

    /** The address that the customer has signed in with. @param acts whether the customer does something: the session goes on for longer then */
    Optional<String> address(String cookies, boolean acts) {
        return token(cookies).flatMap(token -> jdbi.withHandle(handle -> acts ? PortalSql.seen(handle, token, time.instant())
                : PortalSql.signedIn(handle, token, time.instant())));
    }

    /** Names the session, without giving its token away. */
    Optional<String> name(String cookies) {
        return token(cookies).map(HexFormat.of()::formatHex);
    }

    private Optional<byte[]> token(String cookies) {
        String name = cookie() + "=";
        return Arrays.stream(cookies.split(";")).map(String::strip).filter(pair -> pair.startsWith(name)).findFirst()
                .map(pair -> hash(pair.substring(name.length())));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
