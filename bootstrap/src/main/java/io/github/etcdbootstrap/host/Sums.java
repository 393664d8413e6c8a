package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sums of large files, read once a boot or once a run. */
final class Sums {
  private static final int CHUNK = 256 << 10;

  private final Root root;
  private final SumNotes notes;

  Sums(Root root, SumNotes notes) {
    this.root = root;
    this.notes = notes;
  }

  Map<String, Sha256> of(HostPath folder, List<String> names) {
    Map<String, Sha256> sums = new LinkedHashMap<>();
    for (String name : names) {
      sum(folder.child(name)).ifPresent(sum -> sums.put(name, sum));
    }
    notes.save();
    return sums;
  }

  void note(HostPath folder, Map<String, Sha256> sums) {
    for (Map.Entry<String, Sha256> sum : sums.entrySet()) {
      Path real = root.at(folder.child(sum.getKey()));
      try {
        Stat.of(real).filter(Stat::isFile).ifPresent(s -> notes.note(real, s, sum.getValue()));
      } catch (IOException e) {
        throw Failures.of("reading", folder, real, e);
      }
    }
    notes.save();
  }

  /** Of an open file that may have no name any more; not read if it is one whose sum is known. */
  Sha256 ofRunning(Path exe) throws IOException {
    Optional<Sha256> known = notes.sumOf(Stat.following(exe));
    return known.isPresent() ? known.get() : hash(exe);
  }

  private Optional<Sha256> sum(HostPath file) {
    Path real = root.at(file);
    try {
      Optional<Stat> stat = Stat.of(real).filter(Stat::isFile);
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      Optional<Sha256> noted = notes.sum(real, stat.get());
      return noted.isPresent() ? noted : Optional.of(read(real, stat.get()));
    } catch (IOException e) {
      // What its disk does not give back is no program any more: it is installed anew elsewhere.
      if (Failures.isOfTheDisk(e)) {
        return Optional.empty();
      }
      throw Failures.of("reading", file, real, e);
    }
  }

  private Sha256 read(Path real, Stat before) throws IOException {
    Sha256 sum = hash(real);
    // Not noted if it changed meanwhile.
    if (Stat.of(real).filter(before::equals).isPresent()) {
      notes.note(real, before, sum);
    }
    return sum;
  }

  private static Sha256 hash(Path real) throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (FileChannel channel = FileChannel.open(real)) {
      while (channel.read(chunk) >= 0) {
        digest.update(chunk.flip());
        chunk.clear();
      }
    }
    return Sha256.finish(digest);
  }
}
