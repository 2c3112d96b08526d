package io.keyline.channel.email;

import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What mail has to know of the hub around it.
 *
 * @param connections opens a connection to the database that nobody else uses
 * @param isCommand   whether a text is one of the commands or words of consent
 * @param optsOut     whether a text is an opt-out
 * @param language    of a customer, by their address; null if it is not known
 * @param text        a text of the catalogue, by its key and language
 * @param company     its name
 * @param portal      where customers can do the same in a browser; empty: nowhere
 */
public record Desk(Callable<Connection> connections, Predicate<String> isCommand, Predicate<String> optsOut, UnaryOperator<String> language,
        BiFunction<String, String, String> text, String company, String portal) {
}
