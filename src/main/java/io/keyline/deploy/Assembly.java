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
import io.keyline.hub.Hub;
import io.keyline.hub.Interpreter;
import io.keyline.hub.Lifetimes;
import io.keyline.hub.Sessions;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The hub and what the words of a route file reach, put together: the same for the company that runs and for a rehearsal. */
public final class Assembly {

    /** A USSD session is dropped by the network, a caller hangs up: what takes longer is told by SMS. */
    private static final Map<String, Duration> LIVE = Map.of("ussd", Duration.ofSeconds(2), "voice", Duration.ofSeconds(4));

    private Assembly() {
    }

    /** The channels of Keyline. @param sender the number or name that customers see on an SMS which answers what they did elsewhere */
    public static Channels channels(String sender) {
        return channels(sender, Lifetimes.USUAL);
    }

    /** @param lifetimes how long messages are worth sending */
    public static Channels channels(String sender, Lifetimes lifetimes) {
        return new Channels(LIVE, sender, lifetimes);
    }

    /**
     * @param language of customers of whom nothing is known, BCP 47
     * @param currency of the company, ISO 4217
     * @param codeSettings what an operator decides of one-time codes
     */
    public static Keyline of(Database database, Hub.Settings settings, Sessions sessions, Texts texts, String language, String currency,
            Keyline.Company company, OneTimeCodes.Settings codeSettings, Function<Request, CompletableFuture<Reply>> backOffice) {
        Commands commands = new Commands();
        Entrances entrances = new Entrances();
        Wording wording = new Wording(texts, commands, language);
        QuestionReader questions = new QuestionReader(new AnswerReader(company.region(), currency), texts, company.zone(), language);
        AtomicReference<OneTimeCodes> codes = new AtomicReference<>();
        CodeQuestion codeQuestion = new CodeQuestion(codes::get, wording);
        Proof proof = new Proof(codeQuestion, wording);
        Answers answers = new Answers(questions, commands::isKeywordAlone, entrances, proof, wording);
        // the order in which a message is understood (consent, section 3)
        List<Interpreter> interpreters = List.of(
                new TooMany(wording, settings.messages()),
                new OpenQuestions(entrances, wording),
                new Welcome(answers, commands::menu, wording),
                ReservedInterpreter.beforeQuestions(commands::named),
                answers,
                ReservedInterpreter.afterQuestions(commands::named),
                commands,
                new ToBeReviewed(wording),
                new Unanswered(answers, wording),
                commands.anythingElse());
        Hub hub = new Hub(database, settings, sessions, interpreters, new Due(questions, entrances, wording));
        codes.set(new OneTimeCodes(hub, database.jdbi(), codeSettings));
        return new Keyline(hub, backOffice, commands, entrances, wording, questions, company, codes.get(), new Links(hub, database.jdbi()), codeQuestion, proof);
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
