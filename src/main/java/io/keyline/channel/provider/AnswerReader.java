package io.keyline.channel.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a provider's answer by the options of a route: was it accepted, and by which id will receipts name it. */
final class AnswerReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EACH = "/*";

    private final SendingOptions options;
    private final Words<Verdict> statuses;
    private final Words<Verdict> results;
    private final Set<String> unknownAddress;

    /** @throws IllegalArgumentException if what the route says cannot be */
    AnswerReader(SendingOptions options) {
        this.options = options;
        statuses = Words.of(Verdict.class, options.getStatuses());
        results = Words.of(Verdict.class, options.getResults());
        unknownAddress = Arrays.stream(options.getUnknownAddress().split(",")).map(String::strip).filter(code -> !code.isEmpty()).collect(Collectors.toSet());
        for (String place : List.of(options.getResult(), options.getErrorCode(), options.getMessageId())) {
            check(place);
        }
    }

    private static void check(String place) {
        if (place.startsWith("/")) {
            JsonPointer.compile(place);
        } else if (!place.isEmpty() && Pattern.compile(place).matcher("").groupCount() != 1) {
            throw new IllegalArgumentException("'" + place + "' should be a JSON Pointer or have one group");
        }
    }

    /** What the answer means; what nobody foresaw is uncertain, for the message may be out. */
    Verdict verdict(int status, String body) {
        Verdict verdict = statuses.meaningOf(Integer.toString(status)).orElse(Verdict.UNCERTAIN);
        if (verdict != Verdict.ACCEPTED || options.getResult().isEmpty()) {
            return verdict;
        }
        List<String> said = find(options.getResult(), body);
        return said.isEmpty() ? Verdict.UNCERTAIN : results.meaningOf(said.getFirst()).orElse(Verdict.REFUSED);
    }

    /** A short code for the operator: what the answer says, or else its status. */
    String code(int status, String body) {
        String place = options.getErrorCode().isEmpty() && statuses.meaningOf(Integer.toString(status)).orElse(null) == Verdict.ACCEPTED
                ? options.getResult() : options.getErrorCode();
        String code = find(place, body).stream().findFirst().orElse(Integer.toString(status)).replaceAll("[^\\w .:-]", "?");
        return code.substring(0, Math.min(40, code.length()));
    }

    /** Whether a refusal with this code says that nobody has the number. */
    boolean isUnknownAddress(String code) {
        return unknownAddress.contains(code);
    }

    /** The ids that the provider gave, one for each part; empty if it gave none. */
    List<String> ids(String body) {
        return find(options.getMessageId(), body);
    }

    private static List<String> find(String place, String body) {
        if (place.isEmpty()) {
            return List.of();
        }
        if (!place.startsWith("/")) {
            Matcher matcher = Pattern.compile(place).matcher(body);
            return matcher.find() ? List.of(matcher.group(1)) : List.of();
        }
        try {
            List<String> found = new ArrayList<>();
            collect(MAPPER.readTree(body), place, found);
            return found;
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static void collect(JsonNode node, String pointer, List<String> found) {
        int each = pointer.indexOf(EACH);
        if (each < 0) {
            JsonNode value = node.at(pointer);
            if (value.isValueNode() && !value.isNull()) {
                found.add(value.asText());
            }
            return;
        }
        node.at(pointer.substring(0, each)).forEach(element -> collect(element, pointer.substring(each + EACH.length()), found));
    }
}
