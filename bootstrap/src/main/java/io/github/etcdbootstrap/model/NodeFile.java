package io.github.etcdbootstrap.model;

/** A regular file as it should be on the host. */
public record NodeFile(HostPath path, Content content, Ownership ownership) {}
