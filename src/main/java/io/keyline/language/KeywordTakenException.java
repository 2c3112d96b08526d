package io.keyline.language;

/** Two commands want the same word. */
public final class KeywordTakenException extends RuntimeException {

    private final Keyword keyword;
    private final transient Object holder;

    KeywordTakenException(Keyword keyword, Keyword held, Object holder) {
        super("keyword \"" + keyword.word() + "\" (compared as \"" + keyword.folded() + "\") is taken by " + holder
                + (held.word().equals(keyword.word()) ? "" : ", which spells it \"" + held.word() + "\"") + ": choose another word");
        this.keyword = keyword;
        this.holder = holder;
    }

    public Keyword keyword() {
        return keyword;
    }

    /** Who has the word. */
    public Object holder() {
        return holder;
    }
}
