package io.keyline.deploy;

import io.keyline.consent.ReservedWords;
import io.keyline.consent.ReservedWords.Reservation;
import io.keyline.deploy.Problem.Severity;
import io.keyline.language.Words;
import java.util.Optional;
import java.util.Set;

/**
 * How bad it is that a route wants a word which consent law or a carrier has (consent, section 6).
 *
 * @param byProvider whether the provider handles opt-out words itself, whatever we say
 */
record Reserved(boolean byProvider) {

    /** Words that mean yes or no: which provider takes them for what, no setting tells. */
    private static final Set<String> YES_OR_NO = Set.of("yes", "no");

    record Verdict(Severity severity, String reason) {
    }

    /** Empty if the word is free. */
    Optional<Verdict> judge(String word) {
        return ReservedWords.reserved(word).map(reservation -> new Verdict(severity(reservation), reservation.reason()));
    }

    static boolean isYesOrNo(String word) {
        return YES_OR_NO.contains(Words.fold(word));
    }

    private Severity severity(Reservation reservation) {
        boolean taken = reservation.always() || byProvider && !isYesOrNo(reservation.word());
        return taken ? Severity.ERROR : Severity.WARNING;
    }
}
