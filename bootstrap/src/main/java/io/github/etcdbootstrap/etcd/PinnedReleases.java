package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The releases of etcd whose sums this program brings along, and where they may be had. */
public final class PinnedReleases {
  private static final String RESOURCE = "/conf/etcd-checksums.csv";
  private static final String HEADER = "version,arch,sha256";
  private static final List<URI> BUILT_IN =
      List.of(
          URI.create("https://github.com/etcd-io/etcd/releases/download"),
          URI.create("https://storage.googleapis.com/etcd"));

  private final Map<String, Sha256> sums;

  private PinnedReleases(Map<String, Sha256> sums) {
    this.sums = Map.copyOf(sums);
  }

  /** Those in the JAR. */
  public static PinnedReleases load() {
    try (InputStream in = PinnedReleases.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PinnedReleases parse(String csv) {
    Map<String, Sha256> sums = new HashMap<>();
    for (String line : csv.lines().filter(l -> !l.isBlank() && !l.equals(HEADER)).toList()) {
      String[] columns = line.split(",", -1);
      String name = columns[0] + "," + columns[1];
      if (sums.put(name, new Sha256(columns[2])) != null) {
        throw new IllegalStateException(RESOURCE + " has " + name + " twice");
      }
    }
    return new PinnedReleases(sums);
  }

  /**
   * The release that {@code spec} asks for.
   *
   * @param inSeed the seed's own tarball, which is tried first
   * @throws BadInput if nobody knows its sum
   */
  public Release of(ClusterSpec spec, Architecture architecture, Optional<URI> inSeed) {
    List<URI> sources = new ArrayList<>(inSeed.stream().toList());
    spec.sources().forEach(base -> sources.add(tarball(base, spec.version(), architecture)));
    BUILT_IN.forEach(base -> sources.add(tarball(base, spec.version(), architecture)));
    Sha256 sum =
        Optional.ofNullable(spec.sums().get(architecture))
            .or(() -> pinned(spec.version(), architecture))
            .orElseThrow(() -> noSum(spec.version(), architecture));
    return new Release(spec.version(), architecture, sum, sources);
  }

  Optional<Sha256> pinned(EtcdVersion version, Architecture architecture) {
    return Optional.ofNullable(sums.get(version + "," + architecture));
  }

  /** The newest of the line that is supported. */
  public EtcdVersion newest(Architecture architecture) {
    return sums.keySet().stream()
        .filter(key -> key.endsWith("," + architecture))
        .map(key -> EtcdVersion.parse(key.substring(0, key.indexOf(','))))
        .filter(PinnedReleases::isSupported)
        .max(Comparator.naturalOrder())
        .orElse(EtcdVersion.DEFAULT);
  }

  private static boolean isSupported(EtcdVersion version) {
    return version.major() == 3 && version.minor() == 5;
  }

  private static BadInput noSum(EtcdVersion version, Architecture architecture) {
    return new BadInput(
        ClusterSpec.FILE
            + ": the sum of "
            + Release.nameOf(version, architecture)
            + ".tar.gz is not known to this program",
        "write what `sha256sum` says of it as `etcd.sha256."
            + architecture
            + "` in "
            + ClusterSpec.FILE);
  }

  private static URI tarball(URI base, EtcdVersion version, Architecture architecture) {
    String text = base.toString();
    String folder = text.endsWith("/") ? text : text + "/";
    return URI.create(
        folder + "v" + version + "/" + Release.nameOf(version, architecture) + ".tar.gz");
  }
}
