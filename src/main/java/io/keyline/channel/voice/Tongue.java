package io.keyline.channel.voice;

import com.ibm.icu.util.ULocale;

/** A language as voices are named: with its country. */
final class Tongue {

    private Tongue() {
    }

    /** @param language BCP 47 @return {@code da-DK} for {@code da} */
    static String of(String language) {
        ULocale likely = ULocale.addLikelySubtags(ULocale.forLanguageTag(language));
        return likely.getCountry().isEmpty() ? language : likely.getLanguage() + "-" + likely.getCountry();
    }
}
