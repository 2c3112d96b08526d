package io.keyline.deploy;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.consent.Reading;
import io.keyline.consent.ReservedInterpreter;
import io.keyline.consent.ReservedWords;
import io.keyline.dialogue.Answers;
import io.keyline.dialogue.CodeQuestion;
import io.keyline.dialogue.Due;
import io.keyline.dialogue.Entrances;
import io.keyline.dialogue.OpenQuestions;
import io.keyline.dialogue.Proof;
import io.keyline.dialogue.QuestionReader;
import io.keyline.dialogue.Unanswered;
import io.keyline.dialogue.Welcome;
import io.keyline.hub.Channels;
import io.keyline.hub.Handler;
import io.keyline.hub.Hub;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Lifetimes;
import io.keyline.hub.Limit;
import io.keyline.hub.Sessions;
import io.keyline.hub.Turn;
import io.keyline.identity.Links;
import io.keyline.identity.OneTimeCodes;
import io.keyline.language.AnswerReader;
import io.keyline.language.Texts;
import io.keyline.route.Commands;
import io.keyline.route.Keyline;
import io.keyline.route.ToBeReviewed;
import io.keyline.route.TooMany;
import io.keyline.route.Wording;
import io.keyline.store.Database;
import io.keyline.store.GoneSql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The hub and what the words of a route file reach, put together: the same for the company that runs and for a rehearsal. The hub stays;
 * how messages are understood and answered comes in editions, of which a turn sees one.
 */
public final class Assembly {

    /** A USSD session is dropped by the network, a caller hangs up: what takes longer is told by SMS. */
    private static final Map<String, Duration> LIVE = Map.of("ussd", Duration.ofSeconds(2), "voice", Duration.ofSeconds(4));

    private final String language;
    private final AnswerReader reader;
    private final Limit messages;
    private volatile Edition current;

    private Assembly(String language, AnswerReader reader, Limit messages) {
        this.language = language;
        this.reader = reader;
        this.messages = messages;
    }

    /** The channels of Keyline. @param sender the number or name that customers see on an SMS which answers what they did elsewhere */
    public static Channels channels(String sender) {
        return channels(sender, Lifetimes.USUAL, GoneSql.Rule.USUAL);
    }

    /**
     * @param lifetimes how long messages are worth sending
     * @param gone      when an address is taken for gone
     */
    public static Channels channels(String sender, Lifetimes lifetimes, GoneSql.Rule gone) {
        return new Channels(LIVE, sender, lifetimes, gone);
    }

    /** A hub with one edition of texts and routes, which stays. The parameters are those of {@link #open}. */
    public static Keyline of(Database database, Hub.Settings settings, Sessions sessions, Texts texts, String language, String currency,
            Keyline.Company company, OneTimeCodes.Settings codeSettings, Function<Request, CompletableFuture<Reply>> backOffice) {
        return open(database, settings, sessions, texts, language, currency, company, codeSettings, backOffice).keyline();
    }

    /**
     * A hub whose texts and routes may be replaced while it runs.
     *
     * @param language of customers of whom nothing is known, BCP 47
     * @param currency of the company, ISO 4217
     * @param codeSettings what an operator decides of one-time codes
     */
    public static Assembly open(Database database, Hub.Settings settings, Sessions sessions, Texts texts, String language, String currency,
            Keyline.Company company, OneTimeCodes.Settings codeSettings, Function<Request, CompletableFuture<Reply>> backOffice) {
        Assembly assembly = new Assembly(language, new AnswerReader(company.region(), currency), settings.messages());
        Hub hub = new Hub(database, settings, sessions, List.of(assembly::understand), assembly::takeUp);
        OneTimeCodes codes = new OneTimeCodes(hub, database.jdbi(), codeSettings);
        assembly.current = assembly.edition(texts, new Commands(),
                new Lasting(hub, backOffice, company, codes, new Links(hub, database.jdbi())));
        return assembly;
    }

    /** What stays from one edition to the next. */
    private record Lasting(Hub hub, Function<Request, CompletableFuture<Reply>> backOffice, Keyline.Company company, OneTimeCodes codes, Links links) {

        static Lasting of(Keyline keyline) {
            return new Lasting(keyline.hub(), keyline.backOffice(), keyline.company(), keyline.codes(), keyline.links());
        }
    }

    /** An edition with these texts, whose routes are to be started before {@link #publish}. */
    public Edition edition(Texts texts) {
        Keyline now = keyline();
        return edition(texts, now.commands().successor(), Lasting.of(now));
    }

    private Edition edition(Texts texts, Commands commands, Lasting lasting) {
        Entrances entrances = new Entrances();
        Wording wording = new Wording(texts, commands, language);
        QuestionReader questions = new QuestionReader(reader, () -> texts, lasting.company.zone(), language);
        CodeQuestion codeQuestion = new CodeQuestion(lasting::codes, wording);
        Proof proof = new Proof(codeQuestion, wording);
        Answers answers = new Answers(questions, commands::isKeywordAlone, entrances, proof, wording);
        // the order in which a message is understood (consent, section 3)
        List<Interpreter> interpreters = List.of(
                new TooMany(wording, messages),
                new OpenQuestions(entrances, wording),
                new Welcome(answers, commands::menu, wording),
                ReservedInterpreter.beforeQuestions(commands::named),
                answers,
                ReservedInterpreter.afterQuestions(commands::named),
                commands,
                new ToBeReviewed(wording),
                new Unanswered(answers, wording),
                commands.anythingElse());
        return new Edition(new Keyline(lasting.hub, lasting.backOffice, commands, entrances, wording, questions, lasting.company, lasting.codes,
                lasting.links, codeQuestion, proof), interpreters, new Due(questions, entrances, wording));
    }

    /**
     * From now on turns begin in this edition; those that have begun end in the one before.
     *
     * @return the one before, which is still there to come back; or else to be retired, and stopped when it has ended
     */
    public Edition publish(Edition next) {
        Edition before = current;
        current = next;
        return before;
    }

    /** The edition in which turns begin. */
    public Edition current() {
        return current;
    }

    /** What the words of a route file reach now. Who keeps it keeps an edition that another one may have replaced. */
    public Keyline keyline() {
        return current.keyline();
    }

    /** The catalogue as it is now. */
    public Texts texts() {
        return keyline().wording().texts();
    }

    /** Reads answers by the texts as they are now. */
    public QuestionReader questions() {
        return new QuestionReader(reader, this::texts, keyline().company().zone(), language);
    }

    private Optional<Handler> understand(Turn turn) {
        return inHand(edition -> edition.understand(turn));
    }

    private Optional<Handler> takeUp(Turn turn) {
        return inHand(edition -> edition.takeUp(turn));
    }

    /** An edition that ends just now takes nothing more: then there is another one. */
    private Optional<Handler> inHand(Function<Edition, Optional<Handler>> work) {
        Edition edition = current;
        while (!edition.enter()) {
            edition = current;
        }
        return edition.keep(work);
    }

    /** Whether this begins with a keyword or is a word of consent, so that it means something wherever it stands in a mail. */
    public static boolean understands(Keyline keyline, String text) {
        return keyline.commands().beginsWithKeyword(text)
                || ReservedWords.read(text).filter(reading -> reading.kind() != Reading.Kind.POSSIBLE_OPT_OUT).isPresent();
    }

    /** Whether the text of a single part acts at once, whatever parts are to come: STOP does. */
    public static boolean optsOut(String text) {
        return ReservedWords.read(text).map(Reading::kind)
                .filter(kind -> kind == Reading.Kind.HARD_OPT_OUT || kind == Reading.Kind.PHRASE_OPT_OUT).isPresent();
    }
}
