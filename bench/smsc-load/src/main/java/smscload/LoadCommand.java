package smscload;

import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The {@code smsc} command: wait for binds, warm up, measure, print one JSON line per measured run. */
final class LoadCommand implements Callable<Integer> {

    static final String USAGE = """
            smsc-load [smsc] [options]      listens as an SMSC, sends MO messages, times the MT replies
              --host A             address to listen on (127.0.0.1)
              --port N             port to listen on (2775); 0 picks a free one
              --binds N            binds to wait for before sending (1)
              --bind-timeout S     give up when the binds are not there after S seconds (60)
              --system-id S, --password S   refuse other credentials (default: accept any)
              --count N            MO messages per measured run (100000)
              --warmup-count N     MO messages sent before, not measured (0)
              --warmup-window N    warm up in a closed loop with this window, even when --rate is given (0 = like the runs)
              --runs N             measured runs on the same binds, one JSON line each (1)
              --pause-ms N         pause between phases (500)
              --window N           unacknowledged deliver_sm per bind (100; unlimited with --rate)
              --inflight N         MO messages without an MT reply, all binds together (0 = unlimited)
              --rate R             messages/s, open loop: latency counts from the scheduled time (0 = as fast as the window allows)
              --text T             MO text (BAL); {i} becomes the message number
              --short-code N       destination of the MOs (2000)
              --msisdn-base N      first subscriber (4520000000), the next is +1 ...
              --wrap N             number of distinct subscribers (0 = never repeat)
              --expect T           count replies whose text does not contain T
              --receipts           send a delivery receipt where registered_delivery asks for one
              --receipt-delay-ms N (0)
              --retry-ms N         send a refused MO again after N ms (0 = never; it then counts as lost)
              --timeout S          hard limit for one phase in seconds (300)
              --idle-timeout S     give up a phase after S seconds without any ack or reply (15)
              --linger-ms N        keep counting duplicates for N ms after a run (200)
              --pid LIST           PID or name=PID, comma-separated: report their CPU time and peak memory
              --aside LIST         the same for processes that are not under test (a back office): not in the totals
              --tree               with --pid and --aside: add all descendants of each PID
              --label T            copied to the output
            """;

    private static final int MAX_COUNT = 20_000_000;

    private final PrintStream out;
    private final Smsc.Settings s = new Smsc.Settings();
    private final int count;
    private final int warmup;
    private final int warmupWindow;
    private final int runs;
    private final int pauseMs;
    private final int binds;
    private final int bindTimeout;
    private final int timeout;
    private final int idleTimeout;
    private final int lingerMs;
    private final String label;
    private final ProcStat pids;
    private final ProcStat aside;
    private long sentBefore;

    LoadCommand(String[] argv, PrintStream out) {
        this.out = out;
        Args a = new Args(argv, Set.of("receipts", "tree"));
        s.host = a.text("host", s.host);
        s.port = a.integer("port", s.port, 0, 65535);
        binds = a.integer("binds", 1, 1, 1000);
        bindTimeout = a.integer("bind-timeout", 60, 1, 3600);
        s.systemId = a.text("system-id", null);
        s.password = a.text("password", null);
        count = a.integer("count", 100_000, 1, MAX_COUNT);
        warmup = a.integer("warmup-count", 0, 0, MAX_COUNT);
        warmupWindow = a.integer("warmup-window", 0, 0, MAX_COUNT);
        runs = a.integer("runs", 1, 1, 1000);
        pauseMs = a.integer("pause-ms", 500, 0, 600_000);
        s.rate = a.decimal("rate", 0, 0, 1e6);
        s.window = a.integer("window", s.rate > 0 ? MAX_COUNT : 100, 1, MAX_COUNT);
        s.inflight = a.integer("inflight", 0, 0, MAX_COUNT);
        s.text = a.text("text", s.text);
        s.shortCode = a.text("short-code", s.shortCode);
        s.msisdnBase = a.number("msisdn-base", s.msisdnBase, 1, 999_999_999_999_999L);
        s.wrap = a.integer("wrap", 0, 0, MAX_COUNT);
        s.expect = a.text("expect", null);
        s.receipts = a.flag("receipts");
        s.receiptDelayNanos = 1_000_000L * a.integer("receipt-delay-ms", 0, 0, 600_000);
        s.retryNanos = 1_000_000L * a.integer("retry-ms", 0, 0, 600_000);
        timeout = a.integer("timeout", 300, 1, 86_400);
        idleTimeout = a.integer("idle-timeout", 15, 1, 3600);
        lingerMs = a.integer("linger-ms", 200, 0, 60_000);
        label = a.text("label", null);
        boolean tree = a.flag("tree");
        pids = new ProcStat(a.text("pid", null), tree);
        aside = new ProcStat(a.text("aside", null), tree);
        a.rejectUnknown();
        if (s.text.length() > 160) {
            throw new Args.UsageException("--text: at most 160 characters");
        }
    }

    @Override
    public Integer call() throws Exception {
        Smsc smsc = new Smsc(s);
        int port = smsc.listen();
        System.err.println("smsc-load: listening on " + s.host + ":" + port);
        boolean ok = true;
        try {
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(bindTimeout);
            while (smsc.bound() < binds || !smsc.usable()) {
                if (System.nanoTime() > giveUp) {
                    System.err.println("smsc-load: " + smsc.bound() + " of " + binds
                            + " binds after " + bindTimeout + " s (both directions needed), giving up");
                    return 3;
                }
                Thread.sleep(20);
            }
            System.err.println("smsc-load: bound, " + smsc.bound() + " binds");
            Thread.sleep(pauseMs);
            if (warmup > 0) {
                double rate = s.rate;
                int window = s.window;
                if (warmupWindow > 0) {
                    s.rate = 0;
                    s.window = warmupWindow;
                }
                ok = run(smsc, 0, warmup);
                Thread.sleep(pauseMs);
                s.rate = rate;
                s.window = window;
            }
            for (int i = 1; i <= runs; i++) {
                ok &= run(smsc, i, count);
                if (i < runs) {
                    Thread.sleep(pauseMs);
                }
            }
        } finally {
            smsc.close();
        }
        return ok ? 0 : 1;
    }

    private boolean run(Smsc smsc, int number, int messages) throws InterruptedException {
        Phase p = new Phase(messages, sentBefore, s.wrap, s.receipts);
        sentBefore += messages;
        int bindsAtStart = smsc.bound();

        Map<String, ProcStat.Usage> before = pids.read();
        Map<String, ProcStat.Usage> asideBefore = aside.read();
        ProcStat.Host hostBefore = ProcStat.host();
        double selfBefore = ProcStat.selfCpuSeconds();
        long begin = System.nanoTime();
        p.lastProgress = begin;
        smsc.start(p);

        String end = "complete";
        while (!p.done.await(100, TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (now - begin > TimeUnit.SECONDS.toNanos(timeout)) {
                end = "timeout";
                break;
            }
            if (now - p.lastProgress > TimeUnit.SECONDS.toNanos(idleTimeout)) {
                end = "idle";
                break;
            }
            if (smsc.bound() == 0 && now - p.lastProgress > TimeUnit.SECONDS.toNanos(1)) {
                end = "disconnected";
                break;
            }
        }
        Map<String, ProcStat.Usage> after = pids.read();
        Map<String, ProcStat.Usage> asideAfter = aside.read();
        ProcStat.Host hostAfter = ProcStat.host();
        double selfAfter = ProcStat.selfCpuSeconds();

        Thread.sleep(lingerMs);
        smsc.finish(p);
        Thread.sleep(20);
        if (number > 0) {
            out.println(result(p, number, end, bindsAtStart, before, after, asideBefore, asideAfter,
                    hostBefore, hostAfter, selfAfter - selfBefore));
            out.flush();
        } else {
            System.err.printf("smsc-load: warm-up %s: %d replied of %d in %.1f s%n", end, p.replied, p.count,
                    (p.endAt() - p.firstSentAt) / 1e9);
        }
        return p.replied == p.count && p.duplicates == 0 && p.wrong == 0;
    }

    private String result(Phase p, int number, String end, int bindsAtStart, Map<String, ProcStat.Usage> before,
            Map<String, ProcStat.Usage> after, Map<String, ProcStat.Usage> asideBefore,
            Map<String, ProcStat.Usage> asideAfter, ProcStat.Host h0, ProcStat.Host h1, double self) {
        double seconds = (p.endAt() - p.firstSentAt) / 1e9;
        double ackSeconds = (p.lastAckAt - p.firstSentAt) / 1e9;
        Json j = Json.object();
        if (label != null) {
            j.put("label", label);
        }
        j.put("run", number).put("end", end).put("binds", bindsAtStart);
        if (s.rate > 0) {
            j.put("rate", s.rate, 1);
        } else {
            j.put("window", s.window);
        }
        j.put("inflight", s.inflight)
                .put("sent", p.sent)
                .put("acked", p.acked)
                .put("replied", p.replied)
                .put("duplicates", p.duplicates)
                .put("lost", p.sent - p.replied)
                .put("refused", p.refused)
                .put("rejections", p.rejections)
                .put("retries", p.retries)
                .put("late", p.late)
                .put("unmatched", p.unmatched)
                .put("wrong", p.wrong)
                .put("submits", p.submits);
        if (!p.rejectStatus.isEmpty()) {
            Json st = Json.object();
            p.rejectStatus.forEach((k, v) -> st.put("0x" + Integer.toHexString(k), v));
            j.raw("rejectStatus", st.end());
        }
        if (s.receipts) {
            j.put("receiptsSent", p.receiptsSent).put("receiptsAcked", p.receiptsAcked);
        }
        j.put("seconds", seconds, 3)
                .put("throughput", p.replied / seconds, 1)
                .put("ackThroughput", p.acked / ackSeconds, 1)
                .raw("ackMs", new Latency(p.ackNanos, p.count).json())
                .raw("roundTripMs", new Latency(p.replyNanos, p.count).json());
        double watched = 0;
        double beside = 0;
        if (!pids.isEmpty()) {
            long peak = 0;
            for (String name : after.keySet()) {
                watched += after.get(name).cpuSeconds - before.get(name).cpuSeconds;
                peak += after.get(name).peakRssKb;
            }
            j.put("cpuSeconds", watched, 2)
                    .put("cpuUsPerMessage", 1e6 * watched / p.replied, 2)
                    .put("cores", watched / seconds, 2)
                    .put("peakRssMb", peak / 1024.0, 1)
                    .raw("processes", usage(before, after, p.replied));
        }
        if (!aside.isEmpty()) {
            for (String name : asideAfter.keySet()) {
                beside += asideAfter.get(name).cpuSeconds - asideBefore.get(name).cpuSeconds;
            }
            j.raw("aside", usage(asideBefore, asideAfter, p.replied));
        }
        double busy = h1.busy() - h0.busy();
        j.raw("tool", Json.object()
                .put("cpuSeconds", self, 2)
                .put("usPerMessage", 1e6 * self / p.replied, 2)
                .end());
        j.raw("host", Json.object()
                .put("busySeconds", busy, 2)
                .put("otherSeconds", busy - watched - beside - self, 2)
                .put("stealSeconds", h1.steal - h0.steal, 2)
                .put("iowaitSeconds", h1.iowait - h0.iowait, 2)
                .put("processors", Runtime.getRuntime().availableProcessors())
                .end());
        j.put("sampleReply", p.sampleReply);
        return j.end();
    }

    private static String usage(Map<String, ProcStat.Usage> before, Map<String, ProcStat.Usage> after, int messages) {
        Json cpu = Json.object();
        for (String name : after.keySet()) {
            ProcStat.Usage a = after.get(name);
            double used = a.cpuSeconds - before.get(name).cpuSeconds;
            cpu.raw(name, Json.object()
                    .put("cpuSeconds", used, 2)
                    .put("usPerMessage", 1e6 * used / messages, 2)
                    .put("peakRssMb", a.peakRssKb / 1024.0, 1)
                    .put("rssMb", a.rssKb / 1024.0, 1)
                    .put("processes", a.processes)
                    .end());
        }
        return cpu.end();
    }
}
