package io.keyline.dialogue;

import io.keyline.language.Expected;
import io.keyline.language.Expected.Choice;
import io.keyline.store.Menu;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a question accepts, as channels with keys, buttons and links show it. */
public final class Menus {

    private Menus() {
    }

    /** Each choice is answered by its number, which every question understands. */
    public static Menu of(Expected expected) {
        List<Choice> choices = expected.choices();
        return new Menu(expected.kind().name().toLowerCase(Locale.ROOT), IntStream.range(0, choices.size())
                .mapToObj(i -> new Menu.Item(String.valueOf(i + 1), choices.get(i).label())).toList());
    }
}
