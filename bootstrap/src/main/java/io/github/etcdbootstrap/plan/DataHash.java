package io.github.etcdbootstrap.plan;

import java.util.Optional;

/**
 * One voter's hash over its data, at a revision that all who were asked have.
 *
 * @param value empty if it gave none
 * @param why it gave none
 * @param moved what was asked for was compacted away, or is not there yet: it may be had by asking
 *     anew
 */
public record DataHash(
    String member, String version, Optional<Value> value, String why, boolean moved) {

  /** Hashes compare only where old values were dropped up to the same revision. */
  public record Value(long compacted, int hash) {
    @Override
    public String toString() {
      return "%08x (compacted to %d)".formatted(hash, compacted);
    }
  }

  public static DataHash of(String member, String version, long compacted, int hash) {
    return new DataHash(member, version, Optional.of(new Value(compacted, hash)), "", false);
  }

  public static DataHash none(String member, String why) {
    return new DataHash(member, "", Optional.empty(), why, false);
  }

  public static DataHash moved(String member, String version, String why) {
    return new DataHash(member, version, Optional.empty(), why, true);
  }
}
