package io.github.etcdbootstrap.model;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What `cluster.yml` says, checked.
 *
 * @param cluster the cluster's name, the first part of its token
 * @param members 1 to 7, in the file's order, names and addresses unique
 * @param sources bases of release tarballs, tried before the built-in ones
 * @param sums of the tarball of one's own build; empty for a pinned release
 * @param tuning keys of conf.yml that are the owner's to set, type-checked
 */
public record ClusterSpec(
    String cluster,
    List<Member> members,
    Optional<String> domain,
    Optional<String> service,
    boolean manageHosts,
    HostPath dataDir,
    EtcdVersion version,
    List<URI> sources,
    Map<Architecture, Sha256> sums,
    List<Setting> tuning) {
  public static final String FILE = "cluster.yml";

  public ClusterSpec {
    members = List.copyOf(members);
    sources = List.copyOf(sources);
    sums = Map.copyOf(sums);
    tuning = List.copyOf(tuning);
  }

  /** The name that others resolve: with the domain, unless the name ends in it already. */
  public String fullName(MemberName name) {
    return domain
        .filter(d -> !name.value().endsWith("." + d))
        .map(d -> name + "." + d)
        .orElse(name.value());
  }

  /** By its name where there is a domain, else by its address. */
  public String peerUrl(Member member) {
    String host = domain.isPresent() ? fullName(member.name()) : member.address().inUrl();
    return "https://" + host + ":2380";
  }
}
