package io.keyline.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The defaults of the simulators' options: demo.properties, under any of the option's names, alone or after the command's. */
public final class DemoDefaults implements IDefaultValueProvider {

    private static final Properties DEFAULTS = read();

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String command = option.command().name() + ".";
        return Arrays.stream(option.names()).map(name -> name.replaceFirst("^-+", ""))
                .map(name -> DEFAULTS.getProperty(command + name, DEFAULTS.getProperty(name)))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Properties read() {
        try (InputStream file = DemoDefaults.class.getResourceAsStream("demo.properties")) {
            Properties defaults = new Properties();
            defaults.load(file);
            return defaults;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
