package io.keyline.hub;

/**
 * The names that steps have in traces (W3C Trace Context). They follow from ids that are stored, so that a receipt that comes days later,
 * to another hub, continues the trace of its message.
 */
public final class TraceIds {

    private static final long HIGH = 0x4b65796c696e6531L;
    private static final long LOW = 0x4b65796c696e6532L;

    private TraceIds() {
    }

    /** The trace of what began with this message or conversation: 32 hexadecimal digits. */
    public static String trace(long root) {
        return hex(mixed(root ^ HIGH)) + hex(low(root));
    }

    /** A step of a trace, 16 hexadecimal digits. @param key null for its first step */
    public static String span(long root, String key) {
        long hash = root;
        for (int i = 0; key != null && i < key.length(); i++) {
            hash = mixed(hash + key.charAt(i));
        }
        long id = mixed(hash ^ HIGH ^ LOW);
        return hex(id == 0 ? 1 : id);
    }

    /** Whether a trace is among this share of all: the same answer at every hub, and as TraceIdRatioBased samplers give it. */
    public static boolean isSampled(long root, double share) {
        return share >= 1 || Math.abs(low(root)) < share * Long.MAX_VALUE;
    }

    /**
     * What tells others which step their work follows from: the value of {@code traceparent} (W3C Trace Context, version 00).
     *
     * @param key of the step, null for the first one of the trace
     * @return with the flag "sampled" if the trace is in this share of all, so that who follows it keeps or drops the same ones
     */
    static String traceparent(long root, String key, double share) {
        return "00-" + trace(root) + "-" + span(root, key) + (isSampled(root, share) ? "-01" : "-00");
    }

    /** The message or conversation of a step. */
    static long root(String stepKey) {
        return Names.parse(stepKey.substring(0, stepKey.lastIndexOf('-')));
    }

    static String call(String stepKey) {
        return "call " + stepKey;
    }

    private static long low(long root) {
        long low = mixed(root ^ LOW);
        return low == 0 || low == Long.MIN_VALUE ? 1 : low;
    }

    private static String hex(long value) {
        return String.format("%016x", value);
    }

    /** The finaliser of SplitMix64: ids that differ in one bit differ in half of them. */
    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
