package io.keyline.channel.gsm;

/**
 * The national languages of 3GPP TS 23.038 with their shift tables (annexes A.2 and A.3). The order is that of the identifiers in the
 * information elements 0x24 and 0x25 (6.2.1.2.4).
 */
enum NationalLanguage {
    DEFAULT(SeptetTable.alphabet(), SeptetTable.extension()),
    TURKISH(SeptetTable.alphabet("èìØøÆæ¡¿", "€ıĞğŞşİç"), SeptetTable.extension("GIScgis", "ĞİŞçğış")),
    SPANISH(SeptetTable.alphabet(), SeptetTable.extension("ÇAIOUaiou", "çÁÍÓÚáíóú")),
    PORTUGUESE(
            SeptetTable.alphabet("èùìòÇØøÅåΦΓΛΩΠΨΣΘΞÆæß¤¡ÄÖÑ¿äöñ", "êúíóçÔôÁáªÇÀ∞^\\€Ó|ÂâÊºÍÃÕÚ~ãõ`"),
            SeptetTable.extension("éÇØøÅåΦΓΩΠΨΣΘÉAIOUÄÖaiouäöà", "êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂíóúãõâ")),
    BENGALI(
            SeptetTable.locking("""
                    0981-0983 0985-098C _ _ 098F-0990 _ _ 0993-09A8 _ 09AA-09B0 _ 09B2 _ _ _ 09B6-09B9 09BC-09C4 _ _ 09C7-09C8 _ _
                    09CB-09CE 09D7 09DC-09DD 09F0-09F1"""),
            SeptetTable.single("09E6-09EF 09DF-09E3 09F2-09FA")),
    GUJARATI(
            SeptetTable.locking("""
                    0A81-0A83 0A85-0A8D _ 0A8F-0A91 _ 0A93-0AA8 _ 0AAA-0AB0 _ 0AB2-0AB3 _ 0AB5-0AB9 0ABC-0AC5 _ 0AC7-0AC9 _
                    0ACB-0ACD 0AD0 0AE0-0AE3 0AF1"""),
            SeptetTable.single("0964-0965 0AE6-0AEF")),
    HINDI(
            SeptetTable.locking("0901-0903 0905-0939 093C-094D 0950 0972 097B-097C 097E-097F"),
            SeptetTable.single("0964-096F 0951-0954 0958-0963 0970-0971")),
    // at 0x24 the standard is read as 0CAA, a second PA, or as 0CA1: we take DDA, which stands there in every sister table
    KANNADA(
            SeptetTable.locking("""
                    _ 0C82-0C83 0C85-0C8C _ 0C8E-0C90 _ 0C92-0CA8 _ 0CAA-0CB3 _ 0CB5-0CB9 0CBC-0CC4 _ 0CC6-0CC8 _ 0CCA-0CCD
                    0CD5-0CD6 0CE0-0CE3"""),
            SeptetTable.single("0964-0965 0CE6-0CEF 0CDE 0CF1-0CF2")),
    MALAYALAM(
            SeptetTable.locking("""
                    _ 0D02-0D03 0D05-0D0C _ 0D0E-0D10 _ 0D12-0D28 _ 0D2A-0D39 _ 0D3D-0D44 _ 0D46-0D48 _ 0D4A-0D4D 0D57
                    0D60-0D63 0D79"""),
            SeptetTable.single("0964-0965 0D66-0D75 0D7A-0D7F")),
    ORIYA(
            SeptetTable.locking("""
                    0B01-0B03 0B05-0B0C _ _ 0B0F-0B10 _ _ 0B13-0B28 _ 0B2A-0B30 _ 0B32-0B33 _ 0B35-0B39 0B3C-0B44 _ _ 0B47-0B48 _ _
                    0B4B-0B4D 0B56-0B57 0B60-0B63"""),
            SeptetTable.single("0964-0965 0B66-0B6F 0B5C-0B5D 0B5F 0B70-0B71")),
    PUNJABI(
            SeptetTable.locking("""
                    0A01-0A03 0A05-0A0A _ _ _ _ 0A0F-0A10 _ _ 0A13-0A28 _ 0A2A-0A30 _ 0A32-0A33 _ 0A35-0A36 _ 0A38-0A39 0A3C _
                    0A3E-0A42 _ _ _ _ 0A47-0A48 _ _ 0A4B-0A4D 0A51 0A70-0A74"""),
            SeptetTable.single("0964-0965 0A66-0A6F 0A59-0A5C 0A5E 0A75")),
    TAMIL(
            SeptetTable.locking("""
                    _ 0B82-0B83 0B85-0B8A _ _ _ 0B8E-0B90 _ 0B92-0B95 _ _ _ 0B99-0B9A _ 0B9C _ 0B9E-0B9F _ _ _ 0BA3-0BA4 _ _ _
                    0BA8-0BAA _ _ _ 0BAE-0BB9 _ _ 0BBE-0BC2 _ _ _ 0BC6-0BC8 _ 0BCA-0BCD 0BD0 0BD7 0BF0-0BF2 0BF9"""),
            SeptetTable.single("0964-0965 0BE6-0BEF 0BF3-0BF8 0BFA")),
    TELUGU(
            SeptetTable.locking("""
                    0C01-0C03 0C05-0C0C _ 0C0E-0C10 _ 0C12-0C28 _ 0C2A-0C33 _ 0C35-0C39 _ 0C3D-0C44 _ 0C46-0C48 _ 0C4A-0C4D
                    0C55-0C56 0C60-0C63"""),
            // the standard lists no euro sign here; telephones send it as in the other tables, where SeptetTable has it
            SeptetTable.single("_ _ 0C66-0C6F 0C58-0C59 0C78-0C7F")),
    URDU(
            SeptetTable.locking("""
                    0627 0622 0628 067B 0680 067E 06A6 062A 06C2 067F 0679 067D 067A 067C 062B-062C 0681 0684 0683 0685-0687
                    062D-062F 068C 0688-068A 068F 068D 0630-0631 0691 0693 0699 0632 0696 0698 069A 0633-0639 0641-0642 06A9-06AB
                    06AF 06B3 06B1 0644-0646 06BA-06BC 0648 06C4 06D5 06C1 06BE 0621 06CC 06D0 06D2 064D 0650 064F 0657 0654-0655
                    0651 0653 0656 0670"""),
            SeptetTable.single("0600-0601 06F0-06F9 060C-0614 061B 061F 0640 0652 0658 066B-066C 0672-0673 06CD 06D4"));

    private static final NationalLanguage[] BY_IDENTIFIER = values();

    /** Indexed by septet; shared, not to be written to. */
    final char[] locking;
    final char[] single;

    NationalLanguage(char[] locking, char[] single) {
        this.locking = locking;
        this.single = single;
    }

    /** The language of an identifier; the default where the identifier is reserved. */
    static NationalLanguage of(int identifier) {
        return identifier > 0 && identifier < BY_IDENTIFIER.length ? BY_IDENTIFIER[identifier] : DEFAULT;
    }
}
