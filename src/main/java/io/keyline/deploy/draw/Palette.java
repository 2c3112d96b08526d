package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Flow.Kind;

/** The colour of each shape. Shape and words say the same, for those who see no colours. */
final class Palette {

    private Palette() {
    }

    static String fill(Kind kind) {
        return switch (kind) {
            case START -> "#1f4e79";
            case SAY -> "#eaf3fb";
            case ASK -> "#fff4d6";
            case CALL -> "#eef0f3";
            case WORK -> "#fdeae6";
            case DECISION -> "#f1ecfa";
            case CONNECTOR -> "#e6f4ea";
            case END, DO -> "#ffffff";
        };
    }

    static String stroke(Kind kind) {
        return switch (kind) {
            case START -> "#1f4e79";
            case SAY -> "#6b9cc7";
            case ASK -> "#d0a63a";
            case CALL -> "#8a94a3";
            case WORK -> "#cc6b55";
            case DECISION -> "#8e78bd";
            case CONNECTOR -> "#5f9e72";
            case END, DO -> "#8a94a3";
        };
    }

    static String text(Kind kind) {
        return kind == Kind.START ? "#ffffff" : "#1d2530";
    }

    static String caption(Kind kind) {
        return kind == Kind.START ? "#cfe0f0" : "#5b6675";
    }
}
