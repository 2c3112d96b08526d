package io.keyline.language;

import java.util.List;

/**
 * A text that begins with a keyword.
 *
 * @param target    what the keyword stands for
 * @param keyword   which of its keywords was used; its language, if any, is the customer's
 * @param rest      what follows the keyword, as the customer spelled it
 * @param arguments the words of the rest, see {@link Words#split}
 */
public record Match<T>(T target, Keyword keyword, String rest, List<String> arguments) {
}
