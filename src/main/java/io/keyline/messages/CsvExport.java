package io.keyline.messages;

import io.keyline.store.MessageLogSql.Found;
import io.keyline.store.MessageLogSql.Wanted;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Messages as a file, of which one page at a time is in memory. */
public final class CsvExport implements Enumeration<InputStream> {

    private static final int PAGE = 1_000;

    private final BiFunction<Wanted, Integer, List<Found>> pages;
    private final CsvText text;
    private Wanted next;
    /** The first page, until it is written. */
    private List<Found> first;

    /** Reads the first page: who asks for too much is told before there is a file. @param pages reads so many messages at most */
    CsvExport(Wanted wanted, BiFunction<Wanted, Integer, List<Found>> pages, CsvText text) {
        this.next = wanted;
        this.pages = pages;
        this.text = text;
        this.first = pages.apply(wanted, PAGE);
    }

    /** The file, once. It fails while it is read if the database does: a part of it never looks like the whole. */
    public InputStream stream() {
        return new SequenceInputStream(this);
    }

    @Override
    public boolean hasMoreElements() {
        return next != null;
    }

    @Override
    public InputStream nextElement() {
        String head = first == null ? "" : text.head();
        List<Found> page = first == null ? pages.apply(next, PAGE) : first;
        first = null;
        next = page.size() < PAGE ? null : next.before(page.getLast().id());
        return new ByteArrayInputStream(page.stream().map(text::line).collect(Collectors.joining("", head, "")).getBytes(StandardCharsets.UTF_8));
    }
}
