package io.keyline.operations;

import java.net.URI;

/**
 * Where traces go.
 *
 * @param url           the collector's, for OTLP over HTTP: {@code http://127.0.0.1:4318/v1/traces}
 * @param share         which share of all traces, 0 to 1
 * @param authorization the header that it wants; empty for none
 * @param service       this hub's name there
 */
public record TracingSettings(URI url, double share, String authorization, String service) {
}
