package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.ReceiptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "id:7 sub:001 dlvrd:001 submit date:2411220930 done date:2411220931 stat:DELIVRD err:000 text:Your balance | 7 | DELIVERED | 000",
        "id:7 sub:001 dlvrd:001 submit date:241122093059 done date:241122093112 stat:DELIVRD err:000 text:        | 7 | DELIVERED | 000",
        "id:7 submit date:20241122093059 done date:20241122093112 stat:EXPIRED err:001 text:                      | 7 | EXPIRED | 001",
        "id:7 submit date:1732267859 done date:1732267872 stat:DELIVRD err:0                                      | 7 | DELIVERED | 0",
        "id:7 submit date: done date: stat:DELIVRD err:000                                                        | 7 | DELIVERED | 000",
        "id:7 submit date:0 done date:N/A stat:UNDELIV err:0x01                                                   | 7 | UNDELIVERABLE | 0x01",
        "id:7 sub: dlvrd: submit date:2411220930 done date:2411220931 stat:DELIVRD err: text:                     | 7 | DELIVERED | -",
        "id:7 sub:abc dlvrd:xyz stat:REJECTD err:EC_33                                                            | 7 | REJECTED | EC_33",
        "id:7 stat:DELIVRD err:000                                                                                | 7 | DELIVERED | 000",
        "stat:DELIVRD err:000 done date:2411220931 id:7 dlvrd:001                                                 | 7 | DELIVERED | 000",
        "ID:7 SUB:001 DLVRD:001 SUBMIT DATE:2411220930 DONE DATE:2411220931 STAT:DELIVRD ERR:000 TEXT:HELLO       | 7 | DELIVERED | 000",
        "Id:7 Stat:Delivered Err:000 Text:Hello                                                                   | 7 | DELIVERED | 000",
        "id: 7 sub: 001 stat: DELIVRD err: 000 text:                                                              | 7 | DELIVERED | 000",
        "id:7 stat: err:000                                                                                       | 7 | UNKNOWN | 000",
        "id:7 err: done date:2411220931 stat: submit date:2411220930                                              | 7 | UNKNOWN | -",
        "id:7;sub:001;stat:DELIVRD;err:000                                                                        | 7 | DELIVERED | 000",
        "id:7                                                                                                     | 7 | UNKNOWN | -",
        "id:0a1b-C3_d.4 stat:ACCEPTD                                                                              | 0a1b-C3_d.4 | ACCEPTED | -",
        // the customer's text is no receipt
        "id:7 stat:DELIVRD text:id:8 stat:REJECTD err:9                                                           | 7 | DELIVERED | 9",
        "text:id:8 stat:REJECTD id:7 stat:DELIVRD err:000                                                         | 7 | DELIVERED | 000" })
    void textsOfTheWild(String text, String id, ReceiptState state, String error) {
        assertThat(ReceiptText.parse(text, null, null)).contains(new ReceiptText(id, state, error));
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVRD, DELIVERED", "DELIVERED, DELIVERED", "delivrd, DELIVERED", "EXPIRED, EXPIRED", "DELETED, DELETED",
        "UNDELIV, UNDELIVERABLE", "UNDELIVERABLE, UNDELIVERABLE", "UNDELIVERED, UNDELIVERABLE", "FAILED, UNDELIVERABLE",
        "ACCEPTD, ACCEPTED", "ACCEPTED, ACCEPTED", "ENROUTE, ENROUTE", "EN_ROUTE, ENROUTE", "BUFFERED, ENROUTE",
        "REJECTD, REJECTED", "REJECTED, REJECTED", "UNKNOWN, UNKNOWN", "SOMETHING, UNKNOWN" })
    void states(String stat, ReceiptState state) {
        assertThat(ReceiptText.parse("id:7 stat:" + stat, null, null)).contains(new ReceiptText("7", state, null));
    }

    @ParameterizedTest
    @CsvSource({
        "1, ENROUTE", "2, DELIVERED", "3, EXPIRED", "4, DELETED", "5, UNDELIVERABLE", "6, ACCEPTED", "7, UNKNOWN", "8, REJECTED" })
    void aReceiptByTlvAlone(int messageState, ReceiptState state) {
        assertThat(ReceiptText.parse(null, "7f\0", messageState)).contains(new ReceiptText("7f", state, null));
        assertThat(ReceiptText.parse("", "7f", messageState)).contains(new ReceiptText("7f", state, null));
    }

    @Test
    void tlvsWinOverTheText() {
        assertThat(ReceiptText.parse("id:8 stat:REJECTD err:012", "7", 2)).contains(new ReceiptText("7", ReceiptState.DELIVERED, "012"));
        assertThat(ReceiptText.parse("id:8 stat:REJECTD", null, 2)).contains(new ReceiptText("8", ReceiptState.DELIVERED, null));
        assertThat(ReceiptText.parse("id:8 stat:REJECTD", "7", null)).contains(new ReceiptText("7", ReceiptState.REJECTED, null));
    }

    @Test
    void aTlvOutOfRangeLeavesTheWordToTheText() {
        assertThat(ReceiptText.parse("id:8 stat:REJECTD", " ", 99)).contains(new ReceiptText("8", ReceiptState.REJECTED, null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "id:", "id", "id: sub:001 stat:DELIVRD", "stat:DELIVRD err:000", "paid:7 stat:DELIVRD", "Thank you!", "text:" })
    void withoutAnIdThereIsNoReceipt(String text) {
        assertThat(ReceiptText.parse(text, null, 2)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ReceiptState.class)
    void theNamesOfTheStatesThemselvesAreUnderstood(ReceiptState state) {
        assertThat(ReceiptText.parse("id:7 stat:" + state, null, null).orElseThrow().state()).isEqualTo(state);
    }
}
