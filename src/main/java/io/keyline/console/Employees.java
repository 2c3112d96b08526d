package io.keyline.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may use the API, by their tokens. Only hashes are kept, so that comparing takes the same time for every wrong token. */
public final class Employees {

    /** The employee of the token that the hub makes itself. */
    public static final String OPERATOR = "operator";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[!-+\\--~]{20,256}"); // what is printable, without the comma
    /** What the hub itself is called in an item's history. */
    private static final String HUB = "keyline";

    /**
     * Somebody with a token.
     *
     * @param hash          of the token
     * @param actsForOthers whether they may name another employee who acts
     * @param isOperator    whether they may do what runs the hub
     */
    private record Employee(byte[] hash, String name, boolean actsForOthers, boolean isOperator) {
    }

    private final List<Employee> employees = new ArrayList<>();

    private Employees() {
    }

    /**
     * Those of the settings, which {@link #problems} found right.
     *
     * @param tokens    as in {@code api.tokens}: {@code anna:TOKEN,bo:TOKEN}
     * @param operators the names of those who also run the hub
     */
    public static Employees of(String tokens, Collection<String> operators) {
        Employees employees = new Employees();
        tokensByName(tokens).forEach((name, token) -> employees.employees.add(new Employee(hash(token), name, false, operators.contains(name))));
        return employees;
    }

    /** The one whose token the hub has made; whoever can read that file may act under any name. */
    public static Employees operator(String token) {
        Employees employees = new Employees();
        employees.employees.add(new Employee(hash(token), OPERATOR, true, true));
        return employees;
    }

    /** What is wrong with the setting, without the tokens themselves. */
    public static List<String> problems(String tokens) {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (String entry : tokens.split(",")) {
            String[] parts = entry.strip().split(":", 2);
            String name = parts[0];
            if (parts.length < 2 || !isName(name)) {
                problems.add("write NAME:TOKEN,NAME:TOKEN; a name has letters, digits and . _ @ -");
            } else if (!TOKEN.matcher(parts[1]).matches()) {
                problems.add("the token of " + name + " has " + parts[1].length() + " characters; write 20 at least, without blanks");
            } else if (!names.add(name) || !seen.add(parts[1])) {
                problems.add(name + " shares the name or the token with another employee");
            }
        }
        return problems;
    }

    /** The tokens of the setting by the names of their employees, in order. */
    public static Map<String, String> tokensByName(String tokens) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String entry : tokens.split(",")) {
            String[] parts = entry.strip().split(":", 2);
            byName.put(parts[0], parts[1]);
        }
        return byName;
    }

    /** Whether an employee can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equalsIgnoreCase(HUB);
    }

    /**
     * Who acts.
     *
     * @param token what came with the request, or null
     * @param as    the employee whom the request names, or null
     * @param role  which they need
     * @throws ProblemException 401 without a known token, 403 if that may not do it, or not under this name
     */
    String acting(String token, String as, Operation.Role role) {
        Employee employee = known(token).orElseThrow(() -> new ProblemException(401, "a known token is needed: Authorization: Bearer TOKEN"));
        if (role == Operation.Role.OPERATOR && !employee.isOperator) {
            throw new ProblemException(403, employee.name + " is none of api.operators");
        }
        if (as == null || as.equals(employee.name)) {
            return employee.name;
        }
        if (!employee.actsForOthers) {
            throw new ProblemException(403, employee.name + " may not act under another name");
        }
        if (!isName(as)) {
            throw new ProblemException(422, "write letters, digits and . _ @ - only, 64 at most").about(Api.AS_HEADER);
        }
        return as;
    }

    private Optional<Employee> known(String token) {
        byte[] hash = hash(token == null ? "" : token);
        Employee found = null;
        for (Employee employee : employees) {
            if (MessageDigest.isEqual(hash, employee.hash)) {
                found = employee;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
