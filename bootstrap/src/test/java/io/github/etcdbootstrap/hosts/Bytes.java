package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of a host, byte by byte. */
record Bytes(TestCluster cluster, int host, String file) {

  /** One bit of the byte at this place. */
  void flip(long at) {
    String line =
        """
        set -e
        byte=$(od -An -tu1 -j %2$d -N 1 %1$s | tr -d ' ')
        printf "\\\\$(printf %%03o $((byte ^ 64)))" | dd of=%1$s bs=1 seek=%2$d conv=notrunc
        """;
    cluster.hosts.shell(host, line.formatted(file, at)).expect(0);
  }

  /** Where this text begins, each time. */
  List<Long> find(String text) {
    Path path = cluster.hosts.disk(host).resolve(file.substring(1));
    try {
      String bytes = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      List<Long> places = new ArrayList<>();
      for (int at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
        places.add((long) at);
      }
      return places;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
