package io.keyline;

import io.keyline.channel.email.Desk;
import io.keyline.channel.email.EmailComponent;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.sms.Bind;
import io.keyline.channel.sms.SmscComponent;
import io.keyline.channel.ussd.UssdComponent;
import io.keyline.channel.web.Portal;
import io.keyline.deploy.Assembly;
import io.keyline.hub.Hub;
import io.keyline.hub.Phrases;
import io.keyline.hub.Sessions;
import io.keyline.language.AnswerReader;
import io.keyline.store.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Registry;

/** The components of the channels, each with what it needs of the hub and of the company. */
final class ChannelComponents {

    private final Settings settings;
    private final Assembly assembly;
    private final Hub hub;
    private final Database database;
    private final WebServer web;
    private final List<SmscComponent> smpp;

    ChannelComponents(Settings settings, Assembly assembly, Database database, WebServer web, Sessions sessions) {
        this.settings = settings;
        this.assembly = assembly;
        this.hub = assembly.keyline().hub();
        this.database = database;
        this.web = web;
        this.smpp = List.of(new SmscComponent(sessions, hub::isAtWork), new SmscComponent(sessions, hub::isAtWork));
    }

    /** What routes name finds itself in the registry. */
    void bindTo(Registry camel) {
        camel.bind("smpp", smpp.get(0));
        camel.bind("smpps", smpp.get(1));
        camel.bind("ussd", new UssdComponent(web, hub.liveSessions(), hub.seal(), (key, customer) -> said(key, language(customer))));
        camel.bind("email", new EmailComponent(desk()));
        camel.bind("portal-page", portal());
        camel.bind("web", web);
        camel.bind("hub", hub);
        camel.bind("jdbi", database.jdbi());
        camel.bind("phrases", (Phrases) (key, language, values) -> assembly.texts().render(key, language, values));
    }

    /** The connections to SMSCs, and how each is. */
    Collection<Bind> smppBinds() {
        return smpp.stream().flatMap(component -> component.binds().stream()).toList();
    }

    private Desk desk() {
        return new Desk(database::connectionOfItsOwn, text -> Assembly.understands(assembly.keyline(), text), Assembly::optsOut, this::language, this::said,
                settings.text(Setting.COMPANY_NAME), settings.text(Setting.PORTAL_URL));
    }

    private Portal portal() {
        AnswerReader answers = new AnswerReader(settings.text(Setting.REGION_DEFAULT), settings.text(Setting.COMPANY_CURRENCY));
        return new Portal(web, hub, database.jdbi(), new PortalCodes(assembly.keyline().codes(), assembly::texts),
                new PortalOffers(() -> assembly.keyline().commands(), assembly::texts, settings.text(Setting.LANGUAGE_DEFAULT), answers));
    }

    private String language(String customer) {
        return hub.liveSessions().language(customer).orElse(settings.text(Setting.LANGUAGE_DEFAULT));
    }

    /** A text that no dialogue says. */
    private String said(String key, String language) {
        return assembly.texts().render(key, language, Map.of());
    }
}
