package io.keyline.deploy.rehearsal;

import io.keyline.store.Conversation;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;

/** What a line of a rehearsal says. */
sealed interface Step {

    /** How things are; nothing happens by it. */
    sealed interface Given extends Step {
    }

    /** Somebody or the clock does something, and all that came before must have been looked at. */
    sealed interface Happens extends Step {
    }

    /** What must have come of it. */
    sealed interface Expected extends Step {
    }

    /** What is about one customer. */
    interface OfCustomer {

        String customer();
    }

    record Language(String customer, String language) implements Given, OfCustomer {
    }

    record Channel(String customer, String channel) implements Given, OfCustomer {
    }

    /** @param once whether this counts for one call only */
    record Answers(String operation, boolean once, Answer answer) implements Given {
    }

    record Says(String customer, String text) implements Happens, OfCustomer {
    }

    /** @param key null for none */
    record Event(String customer, String dialogue, String key, Map<String, Object> data) implements Happens, OfCustomer {
    }

    record After(Span span) implements Happens {
    }

    /** @param date null for the next time that the clock shows this */
    record At(LocalDate date, LocalTime time) implements Happens {
    }

    record EmployeeAnswers(String customer, String text) implements Happens, OfCustomer {
    }

    record EmployeeHandsBack(String customer, String text) implements Happens, OfCustomer {
    }

    record EmployeeCloses(String customer) implements Happens, OfCustomer {
    }

    record Gets(String customer, Wanted text) implements Expected, OfCustomer {
    }

    record GetsNothing(String customer) implements Expected, OfCustomer {
    }

    /** @param data what the call must have had at least */
    record Receives(String operation, Map<String, Object> data) implements Expected {
    }

    record HasItem(String customer, String queue, Wanted reason) implements Expected, OfCustomer {
    }

    record HasNoItem(String customer) implements Expected, OfCustomer {
    }

    record IsIn(String customer, Conversation.State state) implements Expected, OfCustomer {
    }
}
