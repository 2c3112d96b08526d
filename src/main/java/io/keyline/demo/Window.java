package io.keyline.demo;

/** Where the simulated back office is asked: at a broker, at Kafka, by HTTP. */
interface Window extends AutoCloseable {

    /** Whether it can take requests. */
    boolean isConnected();

    @Override
    void close() throws InterruptedException;
}
