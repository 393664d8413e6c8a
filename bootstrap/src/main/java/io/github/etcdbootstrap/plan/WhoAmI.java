package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.text.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which member of the inventory this host is.
 *
 * @param note what the owner should know, where only the address said so
 */
public record WhoAmI(Member member, Optional<String> note) {

  /**
   * The hostname names a member, and the member's address is on an interface; or only the address
   * matches. Anything else is refused, showing both lists.
   *
   * @throws BadInput if name and address disagree, or neither is in the inventory
   */
  public static WhoAmI of(ClusterSpec spec, Host.Identity identity) {
    List<Member> byName =
        spec.members().stream().filter(m -> m.name().names(identity.hostname())).toList();
    List<Member> byAddress = spec.members().stream().filter(m -> isHere(m, identity)).toList();
    if (byAddress.size() == 1 && (byName.isEmpty() || byName.equals(byAddress))) {
      Member self = byAddress.get(0);
      Optional<String> note =
          byName.isEmpty()
              ? Optional.of(
                  "this host is called %s, and by its address %s it is %s"
                      .formatted(identity.hostname(), self.address(), self.name()))
              : Optional.empty();
      return new WhoAmI(self, note);
    } else if (byName.size() == 1 && byAddress.contains(byName.get(0))) {
      throw ambiguous(spec, identity, "its addresses match two members");
    }
    throw ambiguous(spec, identity, disagreement(byName, byAddress));
  }

  /** Where {@link #of} refuses: the member of that name, else one of that address. */
  public static Optional<Member> likeliest(ClusterSpec spec, Host.Identity identity) {
    return spec.members().stream()
        .filter(m -> m.name().names(identity.hostname()))
        .findFirst()
        .or(() -> spec.members().stream().filter(m -> isHere(m, identity)).findFirst());
  }

  private static boolean isHere(Member member, Host.Identity identity) {
    return identity.addresses().stream().anyMatch(a -> a.address().equals(member.address()));
  }

  private static String disagreement(List<Member> byName, List<Member> byAddress) {
    if (byName.isEmpty() && byAddress.isEmpty()) {
      return "neither its name nor an address is in the inventory";
    } else if (byName.isEmpty()) {
      return "its addresses match two members";
    } else if (byAddress.isEmpty()) {
      return "its name is there, but its address is not " + byName.get(0).address();
    }
    return "its name says %s, its address says %s"
        .formatted(byName.get(0).name(), byAddress.get(0).name());
  }

  private static BadInput ambiguous(ClusterSpec spec, Host.Identity identity, String why) {
    String host =
        identity.addresses().stream()
            .filter(a -> !a.address().inet().isLoopbackAddress())
            .map(a -> a.address() + " (" + a.networkInterface() + ")")
            .collect(Collectors.joining(", "));
    String inventory =
        spec.members().stream()
            .map(m -> m.name() + " " + m.address())
            .collect(Collectors.joining(", "));
    return new BadInput(
        "this host is %s with %s: %s"
            .formatted(identity.hostname(), host.isEmpty() ? "no address" : host, why),
        "correct the host or " + ClusterSpec.FILE + ", whose members are " + inventory);
  }
}
