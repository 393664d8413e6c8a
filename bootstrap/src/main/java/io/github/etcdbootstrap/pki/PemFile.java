package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;

/**
 * A file that should hold PEM.
 *
 * @param name in full, for messages
 */
public record PemFile(String name, Content content) {}
