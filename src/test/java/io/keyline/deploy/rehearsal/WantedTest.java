package io.keyline.deploy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text that must come")
class WantedTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            Ticket {any} is open      | Ticket T-77 is open
            Ticket {any} is open      | Ticket  is open
            {any}                     | what you like
            {any}                     | ''
            {any}{any}                | x
            a{any}                    | abc
            {any}c                    | abc
            {any}ab{any}ab            | ab-ab
            {any}aab                  | aaab
            {any}, {any}.             | a, b, c.
            (.*) [a-z]                | (.*) [a-z]
            """)
    void comes(String wanted, String actual) {
        assertThat(new Wanted(wanted).difference(actual)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Gold                   | Guld                    | 0 | 1  | 1
            Gold                   | Gol                     | 0 | 3  | 3
            Gold                   | Golden                  | 0 | 4  | 4
            Gold                   | ''                      | 0 | 0  | 0
            Ticket {any} is open   | Ticket T-77 is shut     | 0 | 16 | 15
            Ticket {any} ok        | Ticket T-77 ok now      | 0 | 15 | 14
            Ticket {any} ok        | Thing T-77 ok           | 0 | 1  | 1
            {any}ab{any}ab         | ab                      | 0 | 12 | 2
            a{any}a                | a                       | 0 | 6  | 1
            """)
    void doesNotComeAndTheFirstDifferenceIsKnown(String wanted, String actual, int line, int wantedColumn, int actualColumn) {
        assertThat(new Wanted(wanted).difference(actual)).contains(new Wanted.Difference(line, wantedColumn, actualColumn));
    }

    @Test
    void linesAreHeldAgainstLines() {
        Wanted wanted = new Wanted("One {any}\nTwo");
        assertThat(wanted.difference("One 1\nTwo")).isEmpty();
        assertThat(wanted.difference("One 1\r\nTwo")).isEmpty();
        assertThat(wanted.difference("One 1\nTwp")).contains(new Wanted.Difference(1, 2, 2));
        assertThat(wanted.difference("One 1 Two")).contains(new Wanted.Difference(1, 0, 0));
        assertThat(wanted.difference("One 1\nTwo\n")).contains(new Wanted.Difference(2, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u202f", "\u2009", "\u2007"})
    void allSpacesAreTheSame(String space) {
        assertThat(new Wanted("1 234,50 kr.").difference("1" + space + "234,50" + space + "kr.")).isEmpty();
        assertThat(new Wanted("1" + space + "234").difference("1 234")).isEmpty();
    }

    @Test
    void aDifferenceNeverPartsACharacter() {
        assertThat(new Wanted("ok \ud83d\ude00").difference("ok \ud83d\ude01")).contains(new Wanted.Difference(0, 3, 3));
    }

    @Test
    void manyPatternsInALongTextTakeNoTime() {
        assertThat(new Wanted("{any}a".repeat(200) + "b").difference("a".repeat(10_000))).isPresent();
    }
}
