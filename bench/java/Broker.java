import io.keyline.backoffice.EmbeddedBroker;
import java.io.OutputStream;
import java.nio.file.Path;

/** The hub's embedded broker in a process of its own, so that its CPU can be told apart: {@code Broker.java DIRECTORY PORT}. Ends with its input. */
class Broker {

    public static void main(String[] arguments) throws Exception {
        try (var broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), "keyline", "keyline")) {
            System.out.println(broker.url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
