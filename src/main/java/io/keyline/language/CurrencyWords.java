package io.keyline.language;

import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.ULocale;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How people write a currency in a language: {@code kr.}, {@code DKK}, {@code kroner}, {@code danske kroner}. */
final class CurrencyWords {

    /** What everybody there writes and CLDR does not have. */
    private static final Map<String, List<String>> EVERYDAY = Map.of(
            "CNY", List.of("元", "块", "rmb"),
            "DKK", List.of("克朗"),
            "RUB", List.of("р", "руб"),
            "USD", List.of("us$"),
            "GBP", List.of("pounds"),
            "INR", List.of("rs", "rupees"));

    private final Set<String> words = new HashSet<>();

    /** @param currency null: no words */
    CurrencyWords(Currency currency, ULocale locale) {
        if (currency == null) {
            return;
        }
        add(currency.getCurrencyCode());
        for (int style : new int[] {Currency.SYMBOL_NAME, Currency.NARROW_SYMBOL_NAME, Currency.LONG_NAME}) {
            add(currency.getName(locale, style, null));
        }
        for (String plural : PluralRules.forLocale(locale).getKeywords()) {
            add(currency.getName(locale, Currency.PLURAL_LONG_NAME, plural, null));
        }
        EVERYDAY.getOrDefault(currency.getCurrencyCode(), List.of()).forEach(this::add);
    }

    boolean has(String written) {
        return words.contains(Words.fold(written));
    }

    /** Of {@code danske kroner} each word alone counts too: kroner without a country are those of the company. */
    private void add(String name) {
        String folded = Words.fold(name);
        words.add(folded);
        words.addAll(List.of(folded.split(" ")));
    }
}
