package io.keyline.route;

import io.keyline.language.EmailAddress;
import io.keyline.language.TelephoneNumber;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What begins a dialogue with one customer, by the form of docs/events.md.
 *
 * @param key      what it is about, so that it begins once however often it comes; null if nobody said
 * @param address  one of the customer's: a number, E.164 with a plus, or an e-mail address in small letters
 * @param channel  on which the dialogue goes on; null: the one that suits the customer
 * @param language BCP 47; null if nobody said
 * @param data     what the dialogue remembers by name: text, BigDecimal, Boolean, null, and lists and maps of these; cannot be changed
 */
public record Event(String key, String address, String channel, String language, Map<String, Object> data) {

    /** Names in {@link #data}, at most. */
    static final int MOST_NAMES = 50;

    private static final Set<String> FIELDS = Set.of("key", "address", "channel", "language", "data");
    private static final int LONGEST_KEY = 200;
    private static final Pattern CHANNEL = Pattern.compile("[a-z]{1,20}");
    /** libphonenumber itself would find a number in the middle of a sentence. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[\\p{Nd} ()./-]{3,40}");

    /**
     * Reads an event.
     *
     * @param body   a map, or JSON as text, bytes or stream in UTF-8, of 64 KiB at most
     * @param region the country of numbers without one, ISO 3166, for example DK
     * @throws BadEventException the body cannot be read; says in which field, without its value
     */
    public static Event read(Object body, String region) {
        Map<?, ?> event = EventBody.map(body);
        if (!FIELDS.containsAll(event.keySet())) {
            throw new BadEventException("the event has a field that is none of key, address, channel, language, data");
        }
        return new Event(key(text(event, "key")), address(text(event, "address"), region), channel(text(event, "channel")),
                language(text(event, "language")), data(event.get("data")));
    }

    private static String text(Map<?, ?> event, String field) {
        return switch (event.get(field)) {
            case null -> null;
            case String text -> text;
            default -> throw new BadEventException(field + " is not a text");
        };
    }

    private static String key(String key) {
        if (key == null) {
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY || !key.equals(EventData.storable(key))) {
            throw new BadEventException("key is empty, has more than " + LONGEST_KEY + " characters, or some that cannot be stored");
        }
        return key;
    }

    private static String address(String address, String region) {
        if (address == null) {
            throw new BadEventException("address is missing");
        }
        if (address.indexOf('@') >= 0) {
            return EmailAddress.canonical(address).orElseThrow(Event::noNumber);
        }
        return Optional.of(address).filter(NUMBER.asMatchPredicate()).flatMap(number -> TelephoneNumber.possible(number, region))
                .orElseThrow(Event::noNumber);
    }

    private static BadEventException noNumber() {
        return new BadEventException("address is not a telephone number, as +4520123456, nor an e-mail address");
    }

    private static String channel(String channel) {
        if (channel == null) {
            return null;
        }
        if (!CHANNEL.matcher(channel).matches()) {
            throw new BadEventException("channel is not written with a-z, as sms");
        }
        return channel;
    }

    private static String language(String tag) {
        if (tag == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            throw noLanguage(); // its message quotes the tag
        }
        throw noLanguage();
    }

    private static BadEventException noLanguage() {
        return new BadEventException("language is not a language tag (BCP 47), as da or zh-Hans");
    }

    private static Map<String, Object> data(Object data) {
        return switch (data) {
            case null -> Map.of();
            case Map<?, ?> map -> EventData.of(map);
            default -> throw new BadEventException("data is not an object");
        };
    }
}
