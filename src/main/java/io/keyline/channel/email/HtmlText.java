package io.keyline.channel.email;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** The text that a reader of a mail in HTML sees, without what their mail program has quoted or signed. */
final class HtmlText {

    /** What mail programs put around the mail that is answered, and around signatures; and what nobody sees. */
    private static final String NOT_THE_AUTHORS = "head, script, style, template, title, [hidden], [style~=(?i)display\\s*:\\s*none], "
            + ".gmail_quote, .gmail_signature, .gmail_attr, .moz-cite-prefix, .moz-signature, .yahoo_quoted, .protonmail_quote, "
            + ".protonmail_signature_block, .OutlookMessageHeader, blockquote[type=cite], #appendonsend, #divRplyFwdMsg, "
            + "#Signature, #ms-outlook-mobile-signature, .mail-quote-collapse, #mailContentEditorQuote, .ntes-mailmaster-quote";
    /** Outlook puts the answered mail behind such a mark, not into it. */
    private static final String QUOTED_FROM_HERE = "#appendonsend, #divRplyFwdMsg, .OutlookMessageHeader";
    private static final Set<String> LINES = Set.of("p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6",
            "hr", "pre", "section", "article", "header", "footer", "address", "dt", "dd");

    private HtmlText() {
    }

    static String of(String html) {
        Document document = Jsoup.parse(html);
        Lines lines = new Lines(document);
        document.body().filter(lines);
        return lines.text.toString();
    }

    /** Passes over what is not to be read: to remove it from the document takes a time that grows with the square of a mail. */
    private static final class Lines implements NodeFilter {

        private final StringBuilder text = new StringBuilder();
        private final Set<Node> skipped = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Node> marks = Collections.newSetFromMap(new IdentityHashMap<>());
        /** Those in which a mark was seen. */
        private final Set<Node> ended = Collections.newSetFromMap(new IdentityHashMap<>());

        Lines(Document document) {
            skipped.addAll(document.select(NOT_THE_AUTHORS));
            marks.addAll(document.select(QUOTED_FROM_HERE));
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof Element && ended.contains(node.parentNode())) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (marks.contains(node)) {
                ended.add(node.parentNode());
            }
            if (skipped.contains(node)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            read(node);
            return FilterResult.CONTINUE;
        }

        private void read(Node node) {
            if (node instanceof TextNode words) {
                append(words.text());
            } else if (node.nameIs("br")) {
                text.append('\n');
            } else if (LINES.contains(node.nodeName())) {
                newLine();
            }
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (LINES.contains(node.nodeName())) {
                newLine();
                if (node.nameIs("p")) {
                    text.append('\n');
                }
            }
            return FilterResult.CONTINUE;
        }

        private void append(String words) {
            boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
            text.append(atStart ? words.stripLeading() : words);
        }

        private void newLine() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }
    }
}
