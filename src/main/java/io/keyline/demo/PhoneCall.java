package io.keyline.demo;

import java.io.IOException;
import java.util.List;

/** One call, as a provider of telephony leads it: each step is a request to the hub. */
interface PhoneCall {

    /**
     * What the caller hears.
     *
     * @param isAsked       whether the hub waits for keys or words
     * @param transferredTo the number to which the caller is put through; null if to nobody
     */
    record Told(List<String> lines, boolean isAsked, String transferredTo) {
    }

    Told begin() throws IOException, InterruptedException;

    /** @param input keys, words, or nothing */
    Told enters(String input) throws IOException, InterruptedException;

    void hangUp() throws IOException, InterruptedException;
}
