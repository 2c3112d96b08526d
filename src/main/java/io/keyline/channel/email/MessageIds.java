package io.keyline.channel.email;

import io.keyline.hub.Names;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Message-IDs (RFC 5322, section 3.6.4). Ours hold the id of the stored message: the same mail has the same one however often it is sent,
 * and a bounce tells by it what it is about.
 *
 * @param domain of our address
 */
record MessageIds(String domain) {

    /** Narrower than the RFC: what is not like this is not repeated to anybody. */
    private static final Pattern ID = Pattern.compile("<[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,250}>");
    private static final Pattern OURS = Pattern.compile("<keyline\\.[0-9a-z]{1,13}@([a-z0-9.-]{1,253})>");

    String of(long message) {
        return "<keyline." + Names.of(message) + "@" + domain + ">";
    }

    /** The first Message-ID of ours in a header or text. */
    Optional<String> ours(String text) {
        if (text == null) {
            return Optional.empty();
        }
        return OURS.matcher(text).results().filter(found -> found.group(1).equals(domain)).map(MatchResult::group).findFirst();
    }

    /** The first Message-ID of a header; null if there is none that could be repeated. */
    static String first(String header) {
        Matcher id = ID.matcher(header == null ? "" : header);
        return id.find() ? id.group() : null;
    }

    /** The Message-IDs of a header, the last ones if there are many. */
    static List<String> all(String header, int most) {
        List<String> ids = ID.matcher(header == null ? "" : header).results().map(MatchResult::group).toList();
        return ids.subList(Math.max(0, ids.size() - most), ids.size());
    }
}
