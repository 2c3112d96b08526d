package io.keyline.language;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares each language with the default one: the same keys, and the same arguments in each text. */
record TextsCheck(TextFile model, Map<String, Text> modelTexts, List<TextProblem> problems) {

    void compare(TextFile file, Map<String, Text> texts) {
        texts.forEach((key, text) -> checkNames(file, key, text));
        if (file.path().equals(model.path())) {
            return;
        }
        model.texts().forEach((key, line) -> {
            if (!file.texts().containsKey(key)) {
                add(file, file.lines(), key, "is missing: write " + key + " = a translation of \"" + line.text() + "\"");
            }
        });
        file.texts().forEach((key, line) -> {
            if (!model.texts().containsKey(key)) {
                add(file, line.number(), key, "is not in " + model.path() + ": write it there too, or remove it here");
            }
        });
        texts.forEach((key, text) -> compareArguments(file, key, text));
    }

    private void checkNames(TextFile file, String key, Text text) {
        for (String name : text.arguments().keySet()) {
            if (Character.isDigit(name.charAt(0))) {
                add(file, lineOf(file, key), key, "has the argument {" + name + "}: write a name, such as {account}");
            }
        }
    }

    private void compareArguments(TextFile file, String key, Text text) {
        Text other = modelTexts.get(key);
        if (other == null) {
            return;
        }
        String there = model.path().getFileName() + ":" + lineOf(model, key);
        minus(text, other).forEach(name -> add(file, lineOf(file, key), key,
                "has {" + name + "}, which " + there + " has not: write one of " + braces(other) + ", or add it there"));
        minus(other, text).forEach(name -> add(file, lineOf(file, key), key,
                "lacks {" + name + "}, which " + there + " has: write it here too"));
    }

    private void add(TextFile file, int line, String key, String message) {
        problems.add(new TextProblem(file.path(), line, key, message));
    }

    private static int lineOf(TextFile file, String key) {
        return file.texts().get(key).number();
    }

    private static Set<String> minus(Text one, Text other) {
        Set<String> names = new TreeSet<>(one.arguments().keySet());
        names.removeAll(other.arguments().keySet());
        names.remove("channel"); // one language may need other words on a channel where another does not
        return names;
    }

    private static String braces(Text text) {
        return text.arguments().keySet().stream().map(name -> "{" + name + "}").toList().toString();
    }
}
