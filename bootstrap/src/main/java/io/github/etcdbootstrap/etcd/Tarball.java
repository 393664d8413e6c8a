package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Takes the three programs, and nothing else, out of a release's tarball. */
final class Tarball {
  private static final int BUFFER = 1 << 16;

  private final Release release;
  private final Staging staging;
  private final BackgroundDigest digest;
  private final Map<String, Sha256> sums = new LinkedHashMap<>();

  private Tarball(Release release, Staging staging, BackgroundDigest digest) {
    this.release = release;
    this.staging = staging;
    this.digest = digest;
  }

  /**
   * Unpacks {@code raw} into {@code staging}, reading it to its very end.
   *
   * @throws IOException if it is not a release's tarball
   * @throws HostFailure if the programs cannot be written
   */
  static Map<String, Sha256> unpack(
      Release release, InputStream raw, Limits limits, Staging staging) throws IOException {
    InputStream bounded = new Bounded(raw, limits.compressed());
    InputStream unzipped = new Bounded(gunzip(bounded), limits.unpacked());
    try (BackgroundDigest digest = new BackgroundDigest()) {
      Tarball tarball = new Tarball(release, staging, digest);
      tarball.programs(unzipped, limits.unpacked());
      // The sum is that of the whole file, so also of what a tar reader leaves.
      drain(unzipped);
      drain(bounded);
      return tarball.sums;
    }
  }

  private static InputStream gunzip(InputStream raw) throws IOException {
    try {
      return new GZIPInputStream(raw, BUFFER);
    } catch (ZipException e) {
      throw new IOException("is not a gzip file", e);
    }
  }

  @SuppressWarnings("resource")
  private void programs(InputStream unzipped, long most) throws IOException {
    // Not closed: that would close the source, whose end is still to be read.
    HeaderBound bounded = new HeaderBound(unzipped);
    TarArchiveInputStream tar = new TarArchiveInputStream(bounded);
    // What a tar reader gives may be more than what it was given.
    InputStream taken = new Bounded(tar, most);
    for (TarArchiveEntry entry = next(tar, bounded); entry != null; entry = next(tar, bounded)) {
      String name = checkedName(entry);
      String program = programOf(name);
      if (program != null && !entry.isDirectory()) {
        write(program, taken);
      }
      drain(taken);
    }
    for (String program : Release.PROGRAMS) {
      if (!sums.containsKey(program)) {
        throw new IOException("lacks " + release.name() + "/" + program);
      }
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, HeaderBound bound)
      throws IOException {
    bound.inHeader(true);
    try {
      return tar.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new IOException("is not a tar file: " + e.getMessage(), e);
    } finally {
      bound.inHeader(false);
    }
  }

  private static String checkedName(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
      throw new IOException(
          "holds the path " + Shown.text(name) + ", which leads out of its folder");
    }
    byte type = entry.getLinkFlag();
    boolean regular = type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM;
    if (!regular && !entry.isDirectory()) {
      throw new IOException("holds " + Shown.text(name) + ", which is neither a file nor a folder");
    }
    if (entry.isSparse()) {
      throw new IOException("holds " + Shown.text(name) + ", a sparse file");
    }
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private String programOf(String name) {
    String folder = release.name() + "/";
    String rest = name.startsWith(folder) ? name.substring(folder.length()) : "";
    return Release.PROGRAMS.contains(rest) ? rest : null;
  }

  private void write(String program, InputStream content) throws IOException {
    if (sums.containsKey(program)) {
      throw new IOException("holds " + program + " twice");
    }
    try (OutputStream out = ProgramFile.create(staging, program)) {
      boolean begins = true;
      int count = 0;
      while (count >= 0) {
        byte[] buffer = digest.buffer();
        count = begins ? head(program, content, buffer) : content.read(buffer);
        begins = false;
        out.write(buffer, 0, Math.max(count, 0));
        digest.add(buffer, Math.max(count, 0));
      }
    }
    sums.put(program, digest.finish());
  }

  private int head(String program, InputStream content, byte[] buffer) throws IOException {
    int count = content.readNBytes(buffer, 0, Elf.HEAD);
    Elf.check(program, buffer, count, release.architecture());
    return count;
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (in.read(buffer) >= 0) {
      continue;
    }
  }
}
