package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;

/** One host's certificates, and what they are to cover. */
public record HostCertificates(
    ClusterSpec spec, Member self, Endpoints endpoints, CertificateFiles certificates) {
  public static HostCertificates of(NodeConfig config) {
    return new HostCertificates(
        config.spec(), config.self(), config.endpoints(), config.certificates());
  }
}
