package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.pki.Passphrase;
import io.github.etcdbootstrap.seed.OwnersFolder;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who issues certificates, and for how long. */
final class AuthorityOptions {
  private static final String KEY = CertificateFiles.keyOf(CertificateFiles.CA);

  @Option(
      names = "--ca-dir",
      paramLabel = "DIR",
      description =
          "The folder of the authority's key, which goes to no host (default: the seed's, with"
              + " -ca appended).")
  private String caDir;

  @Option(
      names = "--validity",
      paramLabel = "TIME",
      converter = Days.class,
      description = "How long certificates are valid, such as 400d or 10y (default: 10y).")
  private Duration validity = SeedMaker.TEN_YEARS;

  @Mixin private final PassphraseOptions passphrase = new PassphraseOptions();

  OwnersFolder folder(OwnersFolder seed) {
    return OwnersFolder.at(caDir == null ? seed.place() + "-ca" : caDir);
  }

  Duration validity() {
    return validity;
  }

  Passphrase passphrase() {
    return passphrase;
  }

  /** The key would be carried to the hosts. */
  Optional<String> exposed(OwnersFolder seed, OwnersFolder keys) {
    return seed.isOnOneMediumWith(keys)
        ? Optional.of(
            keys.place()
                + ": the authority's key lies on the medium that is carried to hosts; move this"
                + " folder to a machine of yours, and name it from then on: --ca-dir FOLDER")
        : Optional.empty();
  }

  /** What somebody who gives a passphrase does not expect: nothing of his is sealed by it. */
  Optional<String> unsealed(OwnersFolder keys) {
    return keys.read(KEY)
        .filter(key -> passphrase.isGiven() && !key.text().contains("ENCRYPTED"))
        .map(
            key ->
                keys.nameOf(KEY)
                    + ": was there before, and is not sealed; seal it with openssl pkcs8 -topk8"
                    + " -v2 aes-256-cbc -v2prf hmacWithSHA256, and put that in its place");
  }
}
