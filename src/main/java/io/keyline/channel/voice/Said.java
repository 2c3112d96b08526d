package io.keyline.channel.voice;

import io.keyline.store.Menu;
import java.util.List;

/**
 * What a caller is told at one step of a call, and what comes then; the same whenever the step is asked for again.
 *
 * @param language BCP 47
 * @param texts    what is said, in order
 * @param menu     what the caller is asked for; null if nothing
 * @param page     which nine choices of the menu are read out, from 0
 * @param misses   how often the caller was asked this in vain
 * @param next     what comes then
 */
record Said(String language, List<String> texts, Menu menu, int page, int misses, Next next) {

    enum Next { ASK, HANG_UP, TRANSFER }

    /** How many choices a caller can keep in mind, and reach with one key. */
    static final int CHOICES = 9;

    static Said last(String language, List<String> texts, Next next) {
        return new Said(language, List.copyOf(texts), null, 0, 0, next);
    }

    static Said asking(String language, List<String> texts, Menu menu) {
        return new Said(language, List.copyOf(texts), menu, 0, 0, Next.ASK);
    }

    /** Asked again, for it was not understood. */
    Said again() {
        return new Said(language, texts, menu, page, misses + 1, next);
    }

    /** The next choices; after the last ones the first again. */
    Said more() {
        int following = (page + 1) * CHOICES < menu.items().size() ? page + 1 : 0;
        return new Said(language, texts, menu, following, 0, next);
    }

    boolean hasMore() {
        return isChoice() && menu.items().size() > CHOICES;
    }

    /** Whether something is chosen by its number. */
    boolean isChoice() {
        return menu != null && !menu.items().isEmpty() && !Menu.ARGUMENT.equals(menu.expects());
    }

    /** The number of the first choice that is read out, from 0. */
    int first() {
        return page * CHOICES;
    }

    List<Menu.Item> choices() {
        return menu.items().subList(first(), Math.min(first() + CHOICES, menu.items().size()));
    }
}
