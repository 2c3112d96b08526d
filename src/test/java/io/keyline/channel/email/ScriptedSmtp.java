package io.keyline.channel.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that says what a test wants: by the command it answers, or by a full stop for the end of the mail. */
final class ScriptedSmtp implements AutoCloseable {

    /** Instead of an answer the connection is cut. */
    static final String CUT = "cut";

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();

    ScriptedSmtp() throws IOException {
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** @param command its first word in capitals, or a full stop for the mail itself */
    ScriptedSmtp answers(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    List<String> commands() {
        return commands;
    }

    List<String> mails() {
        return mails;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            say(out, "220 scripted");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                if (!say(out, answer(line))) {
                    return;
                }
                if (line.equals("DATA") && answer(line).startsWith("354") && !say(out, mail(in))) {
                    return;
                }
            }
        } catch (IOException e) {
            commands.add("lost: " + e.getMessage());
        }
    }

    private String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        mails.add(mail.toString());
        return answers.getOrDefault(".", "250 taken");
    }

    private String answer(String line) {
        String command = line.split(" ")[0];
        String usual = switch (command) {
            case "EHLO" -> "250-scripted\r\n250-AUTH PLAIN XOAUTH2\r\n250 8BITMIME";
            case "DATA" -> "354 go on";
            case "AUTH" -> "235 welcome";
            default -> "250 fine";
        };
        return answers.getOrDefault(command, usual);
    }

    private static boolean say(OutputStream out, String answer) throws IOException {
        if (answer.equals(CUT)) {
            return false;
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
