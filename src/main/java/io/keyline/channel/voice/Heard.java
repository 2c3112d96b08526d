package io.keyline.channel.voice;

/**
 * What a request tells of a call.
 *
 * @param call    the provider's name of the call
 * @param step    which request of the call this is, from 0
 * @param from    the caller's number as it came; empty if it is withheld
 * @param to      the number that was called, as it came
 * @param keys    what was pressed: digits and stars; empty if nothing
 * @param words   what was said; empty if nothing
 * @param missed  how often the voice browser has asked in vain already
 * @param isOver  whether the caller has hung up
 * @param transfer what became of putting the caller through; null if that was not tried
 */
record Heard(String call, int step, String from, String to, String keys, String words, int missed, boolean isOver, Transfer transfer) {

    /** How putting through ended. */
    enum Transfer { TALKED, NOT_REACHED }

    boolean isNothing() {
        return keys.isEmpty() && words.isEmpty();
    }
}
