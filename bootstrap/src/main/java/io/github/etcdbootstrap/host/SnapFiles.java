package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.ProtoMessage.Reading;
import io.github.etcdbootstrap.model.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** The snapshots of etcd's older store, beside its log: the newest says from where that is read. */
final class SnapFiles {
  /** The entry up to which a snapshot holds everything. */
  record Position(long index, long term) {
    /** Before the first entry. */
    static final Position START = new Position(0, 0);
  }

  /** They hold little more than the members. */
  private static final long LARGEST = 16 << 20;

  private final Root root;
  private final Looks looks;

  SnapFiles(Root root, Looks looks) {
    this.root = root;
    this.looks = looks;
  }

  /** Of the newest file that is whole and of which the log knows. */
  Optional<Position> newest(HostPath folder, Set<Position> known) {
    List<String> names =
        looks.list(folder).stream()
            .filter(name -> name.endsWith(".snap"))
            .sorted(Comparator.reverseOrder())
            .toList();
    for (String name : names) {
      Optional<Position> position = position(folder.child(name)).filter(known::contains);
      if (position.isPresent()) {
        return position;
      }
    }
    return Optional.empty();
  }

  private Optional<Position> position(HostPath file) {
    Path real = root.follow(file);
    try {
      boolean readable = Files.isRegularFile(real) && Files.size(real) <= LARGEST;
      return readable ? position(Files.readAllBytes(real)) : Optional.empty();
    } catch (IOException e) {
      throw Failures.of("reading", file, real, e);
    }
  }

  private static Optional<Position> position(byte[] bytes) {
    ProtoMessage summed = new ProtoMessage("vb");
    ProtoMessage snapshot = new ProtoMessage("bb");
    ProtoMessage metadata = new ProtoMessage("bvv");
    boolean whole =
        summed.read(bytes, 0, bytes.length) == Reading.WHOLE
            && summed.length(2) > 0
            && (int) summed.value(1) == sum(bytes, summed.start(2), summed.length(2))
            && snapshot.readFrom(summed, 2) == Reading.WHOLE
            && metadata.readFrom(snapshot, 2) == Reading.WHOLE;
    return whole
        ? Optional.of(new Position(metadata.value(2), metadata.value(3)))
        : Optional.empty();
  }

  private static int sum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
