package io.github.etcdbootstrap.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A member's or a cluster's ID, printed in hex as etcdctl prints it.
 *
 * <p>etcd derives both (server/etcdserver/api/membership: member.go and cluster.go): a founder's is
 * the first 8 bytes of SHA-1 over its peer URLs, sorted and joined, and the token; the cluster's is
 * that over the founders' IDs in ascending order.
 */
public record EtcdId(long value) implements Comparable<EtcdId> {
  /** No member has it (etcd's raft: None). */
  public static final EtcdId NOBODY = new EtcdId(0);

  public static EtcdId parse(String hex) {
    try {
      return new EtcdId(Long.parseUnsignedLong(hex, 16));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an ID in hex: " + hex, e);
    }
  }

  public static EtcdId ofFounder(String peerUrl, String token) {
    return firstBytes(sha1().digest((peerUrl + token).getBytes(StandardCharsets.UTF_8)));
  }

  public static EtcdId ofCluster(List<EtcdId> founders) {
    MessageDigest digest = sha1();
    founders.stream()
        .sorted()
        .forEach(id -> digest.update(ByteBuffer.allocate(Long.BYTES).putLong(id.value).array()));
    return firstBytes(digest.digest());
  }

  private static EtcdId firstBytes(byte[] sum) {
    return new EtcdId(ByteBuffer.wrap(sum).getLong());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int compareTo(EtcdId other) {
    return Long.compareUnsigned(value, other.value);
  }

  // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
  @Override
  public boolean equals(Object other) {
    return other instanceof EtcdId that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Long.toHexString(value);
  }
}
