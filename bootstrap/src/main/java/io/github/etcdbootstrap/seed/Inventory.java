package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The `members` of cluster.yml: names and addresses, each of one host only. */
final class Inventory {
  private static final String KEY = "members";
  private static final String FORM = "members: {node-1: 192.168.7.11, node-2: 192.168.7.12}";
  private static final int MOST = 7;

  private final YamlFields names;
  private final List<Member> members = new ArrayList<>();

  private Inventory(YamlFields names) {
    this.names = names;
  }

  static List<Member> read(YamlFields fields) {
    if (!fields.required(KEY, "write `" + FORM + "`")) {
      return List.of();
    }
    return fields.fields(KEY).map(names -> new Inventory(names).members(fields)).orElse(List.of());
  }

  private List<Member> members(YamlFields above) {
    int count = names.mapping().entries().size();
    if (count == 0 || count > MOST) {
      above.problem(
          KEY, "has " + count + " members, expected 1 to " + MOST, "write `" + FORM + "`");
    }
    for (String name : names.mapping().entries().keySet()) {
      member(name).ifPresent(member -> add(name, member));
    }
    return members;
  }

  private Optional<Member> member(String key) {
    Optional<MemberName> name = name(key);
    Optional<IpAddress> address = address(key);
    return name.flatMap(n -> address.map(a -> new Member(n, a)));
  }

  private Optional<MemberName> name(String key) {
    try {
      return Optional.of(new MemberName(key));
    } catch (IllegalArgumentException e) {
      names.problem(key, Shown.text(e.getMessage()), "use the host's own name, short or full");
      return Optional.empty();
    }
  }

  private Optional<IpAddress> address(String key) {
    Optional<String> text = names.written(key);
    if (text.isEmpty()) {
      Yaml node = names.mapping().entries().get(key);
      names.problem(
          key,
          "is " + YamlFields.describe(node) + ", expected an address",
          "write the host's IPv4 or IPv6 address after the colon");
      return Optional.empty();
    }
    return text.flatMap(t -> address(key, t));
  }

  private Optional<IpAddress> address(String key, String text) {
    try {
      IpAddress address = new IpAddress(text);
      if (isOneHost(address.inet())) {
        return Optional.of(address);
      }
      names.problem(
          key,
          "has " + address + ", which is not an address at which others can reach one host",
          "write the host's own IPv4 or IPv6 address");
    } catch (IllegalArgumentException e) {
      names.problem(
          key,
          "has " + Shown.text(text) + ", expected an IPv4 or IPv6 address",
          "write the host's address: host names are not looked up here");
    }
    return Optional.empty();
  }

  private static boolean isOneHost(InetAddress address) {
    boolean needsZone = address.isLinkLocalAddress() && address.getAddress().length > 4;
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !needsZone
        && !address.getHostAddress().equals("255.255.255.255");
  }

  private void add(String key, Member member) {
    for (Member other : members) {
      if (other.address().equals(member.address())) {
        names.problem(
            key,
            "has " + member.address() + ", which is already the address of " + other.name(),
            "give each member its own address");
      }
      if (sameHost(other.name(), member.name())) {
        names.problem(
            key,
            "means the same host as " + other.name(),
            "name each host once, either short or full");
      }
    }
    members.add(member);
  }

  private static boolean sameHost(MemberName one, MemberName other) {
    return one.names(other.value()) || other.names(one.value());
  }
}
