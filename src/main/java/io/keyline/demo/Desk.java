package io.keyline.demo;

/** Answers a request, whichever way it came. */
record Desk(Ledger ledger, BackOfficeFaults faults) {

    /** @param delivery names this delivery of the request, so that a redelivery by a broker does not count as another request */
    Answer answer(Call call, String delivery) {
        ledger.count(call.key(), delivery);
        return faults.fails() ? Answer.failed("out-of-order") : ledger.answer(call);
    }

    /** The reply as it goes out. */
    String reply(String key, Answer answer) {
        return faults.isMalformed() ? "this is no reply {" : Call.reply(key, answer);
    }
}
