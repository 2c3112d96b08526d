package io.keyline.channel.email;

import io.keyline.store.Menu;
import io.keyline.store.Menu.Item;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a mail says, as plain text and as HTML.
 *
 * @param menu   what is asked for; may be null
 * @param hint   how to answer by mail; null if nothing is chosen
 * @param portal where the choices lead in a browser; empty: nowhere
 */
record MailBody(String text, Menu menu, String hint, String portal) {

    String plain() {
        StringBuilder plain = new StringBuilder(text);
        if (!items().isEmpty()) {
            plain.append("\n\n").append(items().stream().map(this::line).collect(Collectors.joining("\n")));
        }
        if (hint != null) {
            plain.append("\n\n").append(hint);
        }
        return plain.append('\n').toString();
    }

    /** @param language BCP 47; null if it is not known */
    String html(String language) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html").append(language == null ? "" : " lang=\"" + escaped(language) + "\"")
                .append("><head><meta charset=\"utf-8\"></head><body>");
        text.lines().map(line -> line.isBlank() ? "<br>" : "<p>" + escaped(line) + "</p>").forEach(html::append);
        if (!items().isEmpty()) {
            html.append(list("<ul style=\"list-style:none;padding-left:0\">", item -> "<li>" + shown(item) + "</li>", "</ul>"));
        }
        if (hint != null) {
            html.append("<p>").append(escaped(hint)).append("</p>");
        }
        return html.append("</body></html>\n").toString();
    }

    private String list(String before, Function<Item, String> item, String after) {
        return before + items().stream().map(item).collect(Collectors.joining()) + after;
    }

    private List<Item> items() {
        return menu == null || Menu.ARGUMENT.equals(menu.expects()) ? List.of() : menu.items();
    }

    private String line(Item item) {
        return label(item) + (portal.isEmpty() ? "" : "\n  " + link(item));
    }

    private String shown(Item item) {
        return portal.isEmpty() ? escaped(label(item)) : "<a href=\"" + escaped(link(item)) + "\">" + escaped(label(item)) + "</a>";
    }

    /** A command's label tells how to write it; a choice has its number before it. */
    private String label(Item item) {
        return Menu.COMMAND.equals(menu.expects()) ? item.label() : item.say() + " " + item.label();
    }

    /** Behind the #, where no server's log sees it; the page asks before it does anything, for mail filters open links. */
    private String link(Item item) {
        return portal + "#say=" + URLEncoder.encode(item.say(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
