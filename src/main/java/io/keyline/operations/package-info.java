/** What operators see of a hub that runs: health, counters and latencies, logs, the story of a message. */
package io.keyline.operations;
