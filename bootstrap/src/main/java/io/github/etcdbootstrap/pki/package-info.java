/**
 * Certificates and keys: PEM, their check, and the identities that TLS connections are made with.
 */
package io.github.etcdbootstrap.pki;
