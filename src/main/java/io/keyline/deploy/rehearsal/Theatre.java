package io.keyline.deploy.rehearsal;

import java.time.LocalDateTime;

/** Where rehearsals are played one after another; what is dear to start is started once. */
public interface Theatre extends AutoCloseable {

    /**
     * Opens a stage for one rehearsal.
     *
     * @param start      the virtual time, in the company's zone
     * @param backOffice answers all calls
     */
    Stage stage(LocalDateTime start, BackOffice backOffice);

    @Override
    void close();
}
