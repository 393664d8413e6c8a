package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.Damaged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a seed is completed from: its own files and the authority's, a sealed key among them. */
final class DamagedIssuance {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final char[] SECRET = {'s'};

  private final ClusterSpec spec = TestSeed.config().spec();
  private final List<Profile> profiles =
      List.of(Profile.peer("x-k3s-m-1.pem", spec, spec.members().get(0)), Profile.client());
  private final MemoryFolder authority;
  private final MemoryFolder seed;

  private DamagedIssuance() {
    authority = MemoryFolder.of("/ca", Map.of());
    seed = MemoryFolder.of("/seed", Map.of());
    complete(seed, authority);
    PemFile key = new PemFile("ca-key.pem", authority.files().get("ca-key.pem"));
    authority.files().put("ca-key.pem", SealedKey.seal(PemFiles.key(key), SECRET, 100));
  }

  static List<Damaged> all() {
    DamagedIssuance good = new DamagedIssuance();
    List<Damaged> all = new ArrayList<>();
    for (String name : List.of("ca.pem", "client.pem", "client-key.pem")) {
      all.add(good.damaged(name, good.seed));
    }
    all.add(good.damaged("ca-key.pem", good.authority));
    return all;
  }

  private Damaged damaged(String name, MemoryFolder folder) {
    String text = folder.files().get(name).text();
    String type = text.substring("-----BEGIN ".length(), text.indexOf("-----\n"));
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----.*-----", ""));
    return new Damaged(
        name + " of a seed to be completed",
        Damaged.FEW,
        List.of(der),
        file -> said(folder.place(), name, Pem.of(type, file)));
  }

  private List<String> said(String place, String name, Content content) {
    MemoryFolder damagedSeed = MemoryFolder.of("/seed", seed.files());
    MemoryFolder damagedAuthority = MemoryFolder.of("/ca", authority.files());
    (place.equals("/ca") ? damagedAuthority : damagedSeed).files().put(name, content);
    damagedSeed.files().remove(name.equals("client-key.pem") ? "client.pem" : "x-k3s-m-1.pem");
    return complete(damagedSeed, damagedAuthority);
  }

  private List<String> complete(MemoryFolder in, MemoryFolder by) {
    List<String> said = new ArrayList<>();
    new Issuance(
            in,
            new AuthorityFolder(by, new Known()),
            TestSeed.at(TestAuthority.NOW),
            YEAR,
            said::add)
        .complete("x", profiles);
    return said;
  }

  /** Which seals nothing that is new. */
  private static final class Known implements Passphrase {
    @Override
    public Optional<char[]> toSeal() {
      return Optional.empty();
    }

    @Override
    public char[] toOpen(String file) {
      return SECRET.clone();
    }
  }
}
