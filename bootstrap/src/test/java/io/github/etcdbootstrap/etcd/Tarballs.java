package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes tarballs that look like a release, or nearly. */
public final class Tarballs {
  static final String FOLDER = "etcd-v3.5.2-linux-arm64/";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  Tarballs() {
    try {
      tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] good() {
    return new Tarballs().folder().programs().file(FOLDER + "README.md", "read me").done();
  }

  public static Release release(byte[] tarball, URI... sources) {
    return new Release(
        EtcdVersion.DEFAULT, Architecture.ARM64, Sha256.of(tarball), List.of(sources));
  }

  Tarballs folder() {
    return entry(new TarArchiveEntry(FOLDER), new byte[0]);
  }

  Tarballs programs() {
    Release.PROGRAMS.forEach(program -> file(FOLDER + program, "I am " + program));
    return this;
  }

  Tarballs file(String name, String content) {
    return bytes(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Tarballs bytes(String name, byte[] content) {
    return entry(new TarArchiveEntry(name, true), content);
  }

  Tarballs link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return entry(entry, new byte[0]);
  }

  /** What stands before the next entry, in an entry of its own, with so long a value. */
  Tarballs header(byte type, int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 'x');
    byte[] start = (length + " path=").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, value, 0, start.length);
    value[length - 1] = '\n';
    return entry(new TarArchiveEntry("h", type), value);
  }

  /** What stands before the next entry: keys and values, as pax has them. */
  Tarballs pax(String... records) {
    StringBuilder all = new StringBuilder();
    for (String record : records) {
      String rest = " " + record + "\n";
      int digits = Integer.toString(rest.length() + 2).length();
      all.append(rest.length() + digits).append(rest);
    }
    byte type = TarConstants.LF_PAX_EXTENDED_HEADER_LC;
    return entry(new TarArchiveEntry("h", type), all.toString().getBytes(StandardCharsets.UTF_8));
  }

  byte[] done() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Tarballs entry(TarArchiveEntry entry, byte[] body) {
    entry.setSize(body.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(body);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
