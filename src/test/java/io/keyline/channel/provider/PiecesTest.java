package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PiecesTest {

    @Test
    void aShortTextIsOnePieceAndSoIsNone() {
        assertThat(Pieces.of("hello", 5)).containsExactly("hello");
        assertThat(Pieces.of("", 5)).containsExactly("");
    }

    @Test
    void textsAreCutAtSpaces() {
        assertThat(Pieces.of("one two  three", 8)).containsExactly("one two", "three");
    }

    @Test
    void whatHasNoSpacesIsCutBetweenCharactersAsPeopleSeeThem() {
        assertThat(Pieces.of("abc👩‍👩‍👧d", 10)).containsExactly("abc", "👩‍👩‍👧d");
        assertThat(Pieces.of("👩‍👩‍👧", 3)).allMatch(piece -> piece.length() <= 3);
        assertThat(String.join("", Pieces.of("您的余额".repeat(10), 7))).isEqualTo("您的余额".repeat(10));
    }
}
