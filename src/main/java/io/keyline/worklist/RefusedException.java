package io.keyline.worklist;

/** What an employee asked for cannot be done; nothing was changed. The message is for them to read. */
public final class RefusedException extends RuntimeException {

    /** Why, in kind. */
    public enum Kind {
        /** There is no such item. */
        UNKNOWN,
        /** Another employee has the item, or it is closed, or it stands otherwise than this takes. */
        CONFLICT,
        /** A field holds what cannot be taken. */
        INVALID,
        /** The customer's messages or the database must be waited for. */
        TRY_LATER
    }

    private final Kind kind;
    private final String field;
    private final String by;

    private RefusedException(Kind kind, String field, String by, String message) {
        super(message);
        this.kind = kind;
        this.field = field;
        this.by = by;
    }

    static RefusedException unknown() {
        return new RefusedException(Kind.UNKNOWN, null, null, "there is no such item");
    }

    /** @param by the employee in whose hands the item is or was, or null */
    static RefusedException conflict(String by, String message) {
        return new RefusedException(Kind.CONFLICT, null, by, message);
    }

    /** @param field the field that is wrong */
    public static RefusedException invalid(String field, String message) {
        return new RefusedException(Kind.INVALID, field, null, message);
    }

    static RefusedException tryLater(String message) {
        return new RefusedException(Kind.TRY_LATER, null, null, message);
    }

    public Kind kind() {
        return kind;
    }

    /** Null unless it is INVALID. */
    public String field() {
        return field;
    }

    /** Who has the item or had it when it was closed; else null. */
    public String by() {
        return by;
    }
}
