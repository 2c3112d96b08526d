package io.keyline.channel.voice;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import java.util.Optional;

/** How a provider of telephony speaks with the hub: what it tells of a call, and how it is told what to say. */
interface Format {

    /** How a provider may name a call: what is kept, and goes into URLs. */
    String CALL = "[A-Za-z0-9._@:-]{1,100}";

    /** What a request tells; empty if it tells of no call. */
    Optional<Heard> read(HttpRequest request);

    /** The answer to a request that tells of no call yet. */
    HttpAnswer begin(HttpRequest request);

    /**
     * What is said now.
     *
     * @param step which step of the call that is, from 0
     */
    HttpAnswer write(HttpRequest request, int step, String call, Said said);

    /** The end of a call that was put through to a person. */
    HttpAnswer afterTransfer(Heard heard, String language);

    /** The caller has gone. */
    HttpAnswer gone();

    /** The URL of this webhook as it was called, without what belongs to one request. */
    static String address(HttpRequest request) {
        int query = request.url().indexOf('?');
        return query < 0 ? request.url() : request.url().substring(0, query);
    }

    /** A number from 0 to 999; 0 for anything else. */
    static int number(String written) {
        return written.matches("\\d{1,3}") ? Integer.parseInt(written) : 0;
    }
}
