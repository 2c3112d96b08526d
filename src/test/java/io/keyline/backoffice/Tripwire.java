package io.keyline.backoffice;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often somebody deserialises it. */
final class Tripwire implements Serializable {

    static final AtomicInteger READ = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
        READ.incrementAndGet();
    }
}
