package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Database;
import io.keyline.store.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PostgreSQL counts the segments of a text as the hub cuts it")
class SegmentsInSqlTest {

    /** Telephones join by 8-bit references. Neither half of a pair, nor of an escaped character, goes alone; PostgreSQL does not look for that. */
    @Test
    void ofTextsAtEveryLimit() throws Exception {
        try (Database database = TestDatabase.fresh()) {
            List<String> texts = new ArrayList<>();
            Stream.of("a", "\n'\\~@", "å", "Ж", "你").forEach(one -> Stream.of(1, 67, 70, 71, 134, 135, 153, 160, 161, 306, 307)
                    .forEach(length -> texts.add(one.repeat(length).substring(0, length))));
            Stream.of("€", "👋").forEach(one -> Stream.of(1, 35, 36, 70, 80, 81).forEach(number -> texts.add(one.repeat(number))));

            for (String text : texts) {
                int segments = database.jdbi().withHandle(handle -> handle.createQuery("select sms_segments(:text)").bind("text", text)
                        .mapTo(Integer.class).one());
                assertThat(segments).as("%d of %s", text.length(), text.substring(0, 1))
                        .isEqualTo(SmsText.encode(text, ConcatenationSpace.REFERENCE_8).parts().size());
            }
        }
    }
}
