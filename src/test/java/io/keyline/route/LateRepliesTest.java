package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateRepliesTest {

    @Test
    void aKeyOfOthersWritesNoLogLinesOfItsOwn() {
        assertThat(LateReplies.printable("x\r\n12:00 ERROR \u001b[2J\u202e\u0000'")).isEqualTo("x??12:00 ERROR ?[2J??'");
        assertThat(LateReplies.printable("x".repeat(100_000))).hasSize(64);
        assertThat(LateReplies.printable("2wqze487c934-1")).isEqualTo("2wqze487c934-1");
    }
}
