package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.language.Expected.Kind;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Dates are read as people write them in their language")
class DateAnswerTest {

    private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            da    | 1/12/2026                | 2026-12-01
            da    | 1/12-2026                | 2026-12-01
            da    | 1/12                     | 2026-12-01
            da    | 1.12.                    | 2026-12-01
            da    | 1.12.2027                | 2027-12-01
            da    | 1.12.27                  | 2027-12-01
            da    | 1. december              | 2026-12-01
            da    | den 1. december 2027     | 2027-12-01
            da    | 1 dec                    | 2026-12-01
            da    | tirsdag 1. december      | 2026-12-01
            da    | tirsdag den 1. december  | 2026-12-01
            da    | onsdag den 1. december   |
            da    | i dag                    | 2026-11-22
            da    | I morgen!                | 2026-11-23
            da    | imorgen                  | 2026-11-23
            da    | i overmorgen             | 2026-11-24
            da    | i går                    | 2026-11-21
            da    | tirsdag                  | 2026-11-24
            da    | på tirsdag               | 2026-11-24
            da    | søndag                   | 2026-11-29
            da    | 22/11                    | 2026-11-22
            da    | 21/11                    | 2027-11-21
            da    | 29/2                     | 2028-02-29
            da    | 29/2/2027                |
            da    | 31/4                     |
            da    | 32/1                     |
            da    | 12.30                    |
            da    | 1                        |
            da    | december                 |
            da    | december 2026            |
            da    | 1/12 eller 2/12          |
            da    | ikke 1. december         |
            da    | 1,12                     |
            da    | kl. 17 1/12              |
            da    | 17h 1/12                 |
            da    | 1/12 10                  |
            da    | 10 1/12                  |
            da    | 1. 12. 26                | 2026-12-01
            da    | 1/12 2026                | 2026-12-01
            da    | d. 1/12                  | 2026-12-01
            en    | 1/12 10 am               |
            en    | 1/12 10:30               |
            en-US | 1/12/2026                | 2026-01-12
            en-GB | 1/12/2026                | 2026-12-01
            en    | 1/12/2026                | 2026-12-01
            en-US | 25/12/2026               | 2026-12-25
            en    | Dec 1                    | 2026-12-01
            en    | Dec. 1st, 2026           | 2026-12-01
            en    | dec 1, 2026              | 2026-12-01
            en    | 1st of December          | 2026-12-01
            en    | the 2nd of January       | 2027-01-02
            en    | 1dec                     | 2026-12-01
            en    | 1-Dec-2026               | 2026-12-01
            en    | 3 sept                   | 2027-09-03
            en    | Tuesday, December 1      | 2026-12-01
            en    | tomorrow                 | 2026-11-23
            en    | today.                   | 2026-11-22
            en    | on Tuesday               | 2026-11-24
            en    | tue                      | 2026-11-24
            en    | next tuesday             |
            en    | 2026-12-01               | 2026-12-01
            en    | 2026/12/1                | 2026-12-01
            en    | 24 May 1980              | 1980-05-24
            en    | 24 May 80                | 1980-05-24
            en    | 24 May 46                | 2046-05-24
            en    | 24 May 1800              |
            en    | 24 May 12345             |
            en    | ju 4                     |
            en    | jun 4                    | 2027-06-04
            ru    | 1 декабря                | 2026-12-01
            ru    | 1-го декабря             | 2026-12-01
            ru    | 1 декабря 2026 г.        | 2026-12-01
            ru    | 1 дек                    | 2026-12-01
            ru    | 01.12.2026               | 2026-12-01
            ru    | завтра                   | 2026-11-23
            ru    | послезавтра              | 2026-11-24
            ru    | среда                    | 2026-11-25
            ru    | в среду                  | 2026-11-25
            ru    | во вторник               | 2026-11-24
            zh    | 12月1日                   | 2026-12-01
            zh    | 12月1号                   | 2026-12-01
            zh    | 2026年12月1日             | 2026-12-01
            zh    | １２月１日                 | 2026-12-01
            zh    | 12/1                     | 2026-12-01
            zh    | 明天                      | 2026-11-23
            zh    | 后天                      | 2026-11-24
            zh    | 星期二                    | 2026-11-24
            zh    | 周二                      | 2026-11-24
            ja    | 12月1日                   | 2026-12-01
            ja    | 明日                      | 2026-11-23
            ko    | 12월 1일                  | 2026-12-01
            da    | 12月1日                   | 2026-12-01
            de    | 1. Dezember              | 2026-12-01
            de    | morgen                   | 2026-11-23
            sv    | 1/12                     | 2026-12-01
            sv    | i morgon                 | 2026-11-23
            fr    | 1er décembre             | 2026-12-01
            fr    | 1 decembre 2026          | 2026-12-01
            fr    | 1 jui                    |
            fr    | demain                   | 2026-11-23
            es    | 1 de diciembre de 2026   | 2026-12-01
            pt    | terça-feira              | 2026-11-24
            ar    | ١ ديسمبر                 | 2026-12-01
            ar    | ١/١٢/٢٠٢٦                | 2026-12-01
            ar    | غدًا                      | 2026-11-23
            hi    | कल                       |
            hi    | १ दिसंबर                  | 2026-12-01
            """)
    void dates(String language, String text, String date) {
        assertThat(read("DK", text, language)).isEqualTo(Optional.ofNullable(date));
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({"en, US, 2027-01-12", "en, GB, 2026-12-01", "en, , 2027-01-12", "da, US, 2026-12-01", "en-US, DK, 2027-01-12"})
    void whichNumberIsTheDayIsKnownByLanguageAndThenByRegion(String language, String region, String date) {
        assertThat(read(region, "1/12", language)).contains(date);
    }

    private static Optional<Object> read(String region, String text, String language) {
        return new AnswerReader(region, null).read(Expected.of(Kind.DATE), text, language, SUNDAY);
    }
}
