package io.keyline;

import io.keyline.channel.web.Codes;
import io.keyline.identity.OneTimeCodes;
import io.keyline.identity.OneTimeCodes.Wish;
import io.keyline.language.Texts;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The codes by which customers sign in at the portal: each is good for the request that it was sent for, and for nothing else. */
public final class PortalCodes implements Codes {

    private final OneTimeCodes codes;
    private final Supplier<Texts> texts;

    /** @param texts asked for each time, for they change while the hub runs */
    public PortalCodes(OneTimeCodes codes, Supplier<Texts> texts) {
        this.codes = codes;
        this.texts = texts;
    }

    @Override
    public Sent send(String address, String request, String requester, String language) {
        Wish wish = new Wish(address, purpose(request), requester, null);
        return switch (codes.issue(wish, code -> texts.get().render("web.code", language, Map.of("code", code)))) {
            case SENT -> Sent.SENT;
            case TOO_OFTEN -> Sent.TOO_OFTEN;
            case IMPOSSIBLE -> Sent.IMPOSSIBLE;
        };
    }

    @Override
    public boolean redeem(String address, String request, String code) {
        return codes.redeem(address, purpose(request), code, UUID.randomUUID().toString());
    }

    private static String purpose(String request) {
        return "portal " + request;
    }
}
