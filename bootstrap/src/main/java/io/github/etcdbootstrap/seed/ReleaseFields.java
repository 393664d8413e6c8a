package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.model.VersionNotes;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The `etcd` part of cluster.yml: which release, from where, with which sums. */
record ReleaseFields(EtcdVersion version, List<URI> sources, Map<Architecture, Sha256> sums) {
  private static final ReleaseFields DEFAULT =
      new ReleaseFields(EtcdVersion.DEFAULT, List.of(), Map.of());
  private static final String VERSION_FORM = "write it such as 3.5.2";

  static ReleaseFields read(YamlFields fields, String key) {
    return fields
        .fields(key)
        .map(etcd -> etcd.only(Set.of("version", "sources", "sha256")))
        .map(etcd -> new ReleaseFields(version(etcd), sources(etcd), sums(etcd)))
        .orElse(DEFAULT);
  }

  private static EtcdVersion version(YamlFields etcd) {
    Optional<Yaml> node = etcd.any("version");
    if (node.isEmpty()) {
      return EtcdVersion.DEFAULT;
    }
    if (node.get() instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.STRING) {
      return version(etcd, scalar.text());
    }
    etcd.problem(
        "version",
        "is " + YamlFields.describe(node.get()) + ", expected a version of three parts",
        VERSION_FORM);
    return EtcdVersion.DEFAULT;
  }

  private static EtcdVersion version(YamlFields etcd, String text) {
    try {
      EtcdVersion version = EtcdVersion.parse(text);
      if (version.major() != 3 || version.minor() != 5) {
        etcd.problem(
            "version",
            "is " + version + ", but only etcd 3.5 is supported",
            "write a version of 3.5, such as " + EtcdVersion.DEFAULT + whenLater(version));
        return EtcdVersion.DEFAULT;
      }
      return version;
    } catch (IllegalArgumentException e) {
      etcd.problem(
          "version",
          "is " + Shown.text(text) + ", expected a version of three parts",
          VERSION_FORM);
      return EtcdVersion.DEFAULT;
    }
  }

  private static String whenLater(EtcdVersion version) {
    return version.major() == 3 && version.minor() == 6
        ? "; 3.6 must wait until every member has run at least " + VersionNotes.BEFORE_3_6
        : "";
  }

  private static List<URI> sources(YamlFields etcd) {
    List<URI> sources = new ArrayList<>();
    for (String text : etcd.strings("sources")) {
      Optional<URI> source = uri(text).filter(ReleaseFields::isBase);
      source.ifPresentOrElse(
          sources::add,
          () ->
              etcd.problem(
                  "sources",
                  "has " + Shown.place(text) + ", expected the base of a mirror or a folder",
                  "write it such as https://mirror.example/etcd or file:///media/usb"));
    }
    return sources;
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isBase(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    boolean plain = uri.getQuery() == null && uri.getFragment() == null;
    return switch (scheme) {
      // A user and password in it would be printed, and are never sent.
      case "https", "http" -> plain && uri.getHost() != null && uri.getUserInfo() == null;
      case "file" ->
          plain && uri.getAuthority() == null && uri.getPath() != null && !uri.isOpaque();
      default -> false;
    };
  }

  private static Map<Architecture, Sha256> sums(YamlFields etcd) {
    Map<Architecture, Sha256> sums = new EnumMap<>(Architecture.class);
    etcd.fields("sha256")
        .ifPresent(
            named -> {
              Set<String> machines = Set.of("amd64", "arm64");
              named.only(machines);
              machines.forEach(m -> sum(named, m).ifPresent(s -> sums.put(machine(m), s)));
            });
    return sums;
  }

  private static Optional<Sha256> sum(YamlFields sums, String machine) {
    Optional<Yaml> node = sums.any(machine);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Sha256(sums.written(machine).orElse("")));
    } catch (IllegalArgumentException e) {
      sums.problem(
          machine,
          "is " + YamlFields.describe(node.get()) + ", expected 64 hex digits",
          "write what `sha256sum` says of the tarball");
      return Optional.empty();
    }
  }

  private static Architecture machine(String name) {
    return Architecture.of(name).orElseThrow();
  }
}
