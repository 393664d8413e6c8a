package io.github.etcdbootstrap.plan;

/** Everything outside the program that a run looks at, changes or waits for. */
public record World(
    Host host,
    Cluster cluster,
    Seed seed,
    Releases releases,
    Certificates certificates,
    Report report,
    Clock clock) {}
