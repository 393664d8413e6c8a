package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a certificate is to say, but for its key and time.
 *
 * @param file its name in the seed
 * @param hosts names and addresses that it covers when it is made
 * @param needed those without which it has to be made again; of one for all, as cfssl users have
 *     it, not the members' names
 */
public record Profile(
    String file, Role role, String commonName, List<String> hosts, List<String> needed) {
  /** RFC 5280, ub-common-name. */
  private static final int LONGEST_NAME = 64;

  private static final String LOOPBACK = "127.0.0.1";

  public Profile {
    hosts = List.copyOf(hosts);
    needed = List.copyOf(needed);
  }

  public static Profile peer(String file, ClusterSpec spec, Member member) {
    Set<String> needed = new LinkedHashSet<>();
    needed.add(member.address().value());
    spec.domain().ifPresent(domain -> needed.add(spec.fullName(member.name())));
    return new Profile(
        file, Role.PEER, name(spec, member), hosts(spec, member), List.copyOf(needed));
  }

  /**
   * @param members that use it: one, or those that have none of their own
   */
  public static Profile server(String file, ClusterSpec spec, List<Member> members) {
    boolean shared = file.equals(CertificateFiles.SHARED_SERVER);
    Set<String> hosts = new LinkedHashSet<>();
    Set<String> needed = new LinkedHashSet<>(List.of(LOOPBACK));
    for (Member member : members) {
      hosts.addAll(hosts(spec, member));
      needed.add(member.address().value());
      spec.domain()
          .filter(domain -> !shared)
          .ifPresent(domain -> needed.add(spec.fullName(member.name())));
    }
    spec.service().ifPresent(hosts::add);
    spec.service().ifPresent(needed::add);
    return new Profile(
        file,
        Role.SERVER,
        shared ? "etcd server" : name(spec, members.get(0)),
        List.copyOf(hosts),
        List.copyOf(needed));
  }

  /** Of whoever calls: it covers no host, since no connection is accepted with it. */
  public static Profile client() {
    return new Profile(CertificateFiles.CLIENT, Role.CLIENT, "etcd client", List.of(), List.of());
  }

  private static List<String> hosts(ClusterSpec spec, Member member) {
    Set<String> hosts = new LinkedHashSet<>();
    hosts.add(member.address().value());
    hosts.add(member.name().value());
    hosts.add(spec.fullName(member.name()));
    hosts.addAll(List.of(LOOPBACK, "::1", "localhost"));
    return List.copyOf(hosts);
  }

  private static String name(ClusterSpec spec, Member member) {
    String full = spec.fullName(member.name());
    return full.length() <= LONGEST_NAME ? full : full.substring(0, full.indexOf('.'));
  }
}
