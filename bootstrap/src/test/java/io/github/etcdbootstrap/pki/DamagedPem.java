package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.text.Damaged;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A host's PEM files, each in turn damaged: as text, and within its base64. */
public final class DamagedPem {
  private DamagedPem() {}

  /** {@code depth}: with signatures or without; each takes a millisecond. */
  public static List<Damaged> all(Certificates.Depth depth) {
    TestSeed seed = TestSeed.good(TestAuthority.named("ca"));
    List<Damaged> all = new ArrayList<>(DamagedIssuance.all());
    for (String name : List.of("ca.pem", "client.pem", "client-key.pem")) {
      Content good = seed.files.get(name);
      all.add(
          new Damaged(name, Damaged.MANY / 6, file -> said(seed, depth, name, file), good.text()));
      String text = good.text();
      String type = text.substring("-----BEGIN ".length(), text.indexOf("-----\n"));
      byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----.*-----", ""));
      all.add(
          new Damaged(
              name + "'s DER",
              Damaged.MANY / 6,
              List.of(der),
              file -> said(seed, depth, name, TestAuthority.write(type, file).getBytes())));
    }
    return all;
  }

  /** The PEM files of the host x-k3s-m-1, good ones. */
  public static Map<String, Content> good() {
    return TestSeed.good(TestAuthority.named("ca")).files;
  }

  private static List<String> said(
      TestSeed seed, Certificates.Depth depth, String name, byte[] file) {
    Content good = seed.files.put(name, Content.of(file));
    try {
      Certificates.Verdict verdict =
          new CertificateCheck(seed, TestSeed.at(TestAuthority.NOW))
              .check(TestSeed.config(), depth);
      List<String> said = new ArrayList<>(verdict.warnings());
      verdict.problems().forEach(p -> said.addAll(List.of(p.cause(), p.remedy())));
      ServerNames.covers(Content.of(file), "a");
      KeyAlgorithm.isEcdsa(Content.of(file));
      Identities.read(seed, "client.pem");
      return said;
    } finally {
      seed.files.put(name, good);
    }
  }
}
