package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.text.BadInput;
import java.util.Optional;

/** What the key of an authority is sealed with; asked for only where it is needed. */
public interface Passphrase {
  /** Nobody is asked, and nothing is sealed. */
  Passphrase NONE =
      new Passphrase() {
        @Override
        public Optional<char[]> toSeal() {
          return Optional.empty();
        }

        @Override
        public char[] toOpen(String file) {
          throw new BadInput(file + ": is sealed with a passphrase", "give the passphrase");
        }
      };

  /** For a new key; empty if it is not to be sealed. */
  Optional<char[]> toSeal();

  /**
   * For a key that is sealed.
   *
   * @param file that holds it, for messages
   * @throws BadInput if there is none to be had
   */
  char[] toOpen(String file);
}
