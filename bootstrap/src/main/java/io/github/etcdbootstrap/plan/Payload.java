package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;

/**
 * The files of `openrc/` that the JAR carries to a host; conf.d has a place for the data folder.
 */
public record Payload(Content initScript, Content confD, Content runner) {}
