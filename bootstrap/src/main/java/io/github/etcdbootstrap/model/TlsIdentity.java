package io.github.etcdbootstrap.model;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** Who we are and whom we trust in a TLS connection; made by `pki`, used by `etcd`. */
public record TlsIdentity(X509ExtendedKeyManager key, X509TrustManager trust) {}
