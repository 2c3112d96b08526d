package io.keyline.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the customer is asked for, in a form that channels with keys, buttons and links can show. A message without one asks nothing.
 *
 * @param expects {@code choice}, {@link #COMMAND} (nothing is asked, but these commands may be used), {@link #ARGUMENT}, {@code text},
 *                {@code number}, {@code amount}, {@code date}, {@code phone}, {@code email} or {@code pin}
 * @param items   what may be chosen, in order; empty if nothing is listed
 */
public record Menu(String expects, List<Item> items) {

    public static final String COMMAND = "command";
    /** What the customer enters is said after the words of the one item: the amount after PAY. */
    public static final String ARGUMENT = "argument";

    /**
     * One thing to choose.
     *
     * @param say   what the hub understands as this choice, as if the customer had written it
     * @param label what the customer reads or hears
     */
    public record Item(String say, String label) {
    }

    /** Whether what the customer enters is a secret, which nothing shows or keeps. */
    public boolean isSecret() {
        return "pin".equals(expects);
    }

    /** As lines of text, for a channel that has nothing better: {@code 1 Yes}. */
    public String lines() {
        return ARGUMENT.equals(expects) ? "" : items.stream().map(item -> COMMAND.equals(expects) ? item.label() : item.say() + " " + item.label())
                .collect(Collectors.joining("\n"));
    }

    public String json() {
        return Json.write(this);
    }

    /** Null for null. */
    public static Menu read(String json) {
        return json == null ? null : Json.read(json, Menu.class);
    }
}
