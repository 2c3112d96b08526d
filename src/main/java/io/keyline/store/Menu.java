package io.keyline.store;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return ARGUMENT.equals(expects) ? "" : items.stream().map(item -> item.say() + (COMMAND.equals(expects) ? ": " : " ") + item.label())
                .collect(Collectors.joining("\n"));
    }

    /** As lines of a screen on which everything is chosen by its number: {@code 1 Your balance}. */
    public List<String> numbered() {
        return ARGUMENT.equals(expects) ? List.of()
                : IntStream.range(0, items.size()).mapToObj(i -> i + 1 + " " + items.get(i).label()).toList();
    }

    /** What the customer says who enters this where the menu is shown: the number of an item, or words. */
    public String said(String input) {
        if (ARGUMENT.equals(expects)) {
            return input.isEmpty() ? "" : items.getFirst().say() + " " + input;
        }
        return input.matches("[1-9][0-9]{0,3}") && Integer.parseInt(input) <= items.size() ? items.get(Integer.parseInt(input) - 1).say() : input;
    }

    public String json() {
        return Json.write(this);
    }

    /** Null for null. */
    public static Menu read(String json) {
        return json == null ? null : Json.read(json, Menu.class);
    }
}
