package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The check says who may get what the back office knows")
class PublicDataTest {

    @TempDir
    private Path directory;

    @Test
    void aPublicCommandThatAsksTheBackOfficeIsDoubtful() throws Exception {
        Draft draft = new Draft(directory).route("renew", "command:RENEW?access=public", "- to: back-office:plans.find\n- to: reply:done\n")
                .route("bal", "command:BAL?access=verified", "- to: back-office:plans.find\n- to: reply:done\n");
        assertThat(draft.problems()).singleElement().asString().contains("renew.yaml").contains("which is access=public");
    }

    @Test
    void anAccessThatThereIsNotIsAnError() throws Exception {
        assertThat(new Draft(directory).route("renew", "command:RENEW?access=secret", "- to: reply:done\n").problems())
                .singleElement().asString().contains("access is 'secret', write public, identified or verified");
    }
}
