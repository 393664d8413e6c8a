package io.github.etcdbootstrap.pki;

import static io.github.etcdbootstrap.model.CertificateFiles.CA;
import static io.github.etcdbootstrap.model.CertificateFiles.keyOf;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Folder;
import io.github.etcdbootstrap.text.BadInput;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Where an authority's key lies: a folder of its own, that goes to no host. */
public final class AuthorityFolder {
  private static final String KEY = keyOf(CA);

  private final Folder folder;
  private final Passphrase passphrase;

  public AuthorityFolder(Folder folder, Passphrase passphrase) {
    this.folder = folder;
    this.passphrase = passphrase;
  }

  /** The authority's own certificate, if there is one. */
  Optional<PemFile> certificate() {
    return file(CA);
  }

  /**
   * The authority that is there.
   *
   * @throws BadInput if its key is not there, or is not to be used
   */
  Authority open(PemFile certificate) {
    PemFile keyFile =
        file(KEY)
            .orElseThrow(
                () ->
                    new BadInput(
                        folder.nameOf(KEY) + ": is missing, the key of " + certificate.name(),
                        "name the folder that holds it: --ca-dir FOLDER"));
    folder.make(Folder.Access.OWNER_ALONE);
    return Authority.of(certificate, keyFile, key(keyFile));
  }

  /** A new authority; one whose key alone is there was cut while it was made. */
  Authority create(String cluster, Validity validity) {
    folder.make(Folder.Access.OWNER_ALONE);
    KeyPair pair = file(KEY).map(this::pair).orElseGet(this::newPair);
    X509Certificate certificate = Authority.selfSigned(cluster, pair, validity);
    add(CA, CertificateBuilder.pem(certificate), Folder.Access.ALL);
    return new Authority(certificate, pair.getPrivate());
  }

  /** Its certificate gives way to this one. */
  void replace(Authority renewed) {
    folder.replace(CA, renewed.pem(), Folder.Access.ALL);
  }

  private void add(String file, Content content, Folder.Access access) {
    if (!folder.add(file, content, access)) {
      throw new BadInput(
          folder.nameOf(file) + ": was made by another run meanwhile", "run again, one at a time");
    }
  }

  private KeyPair pair(PemFile file) {
    PrivateKey key = key(file);
    return new KeyPair(PublicHalf.of(file, key), key);
  }

  private KeyPair newPair() {
    KeyPair pair = Keys.generate();
    PrivateKey key = pair.getPrivate();
    add(
        KEY,
        passphrase.toSeal().map(p -> SealedKey.seal(key, p)).orElseGet(() -> Keys.pem(key)),
        Folder.Access.OWNER_ALONE);
    return pair;
  }

  private PrivateKey key(PemFile file) {
    return PemFiles.key(file, () -> passphrase.toOpen(file.name()));
  }

  private Optional<PemFile> file(String name) {
    return folder.read(name).map(content -> new PemFile(folder.nameOf(name), content));
  }
}
