package io.github.etcdbootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What the JAR holds: all that could be asked of it on a host, even after a failure, and no more.
 */
class ContentJarTest {
  private static final Path JAR = Path.of("target/etcd-bootstrap.jar");
  private static final long MOST = 12_000_000;
  private static final String CLASS = ".class";

  private static final String CONSTANTS = "only its constants, which javac has copied";

  /** Each class that another one names and that the JAR does without. */
  private static final Map<String, String> NOT_NEEDED =
      Map.ofEntries(
          Map.entry("com/google/common/primitives/Chars", CONSTANTS),
          Map.entry("com/google/common/primitives/Shorts", CONSTANTS),
          Map.entry("com/google/gson/internal/GsonBuildConfig", CONSTANTS),
          Map.entry("com/google/gson/stream/JsonScope", CONSTANTS),
          Map.entry("com/google/protobuf/Any", "for a service that shows channels"),
          Map.entry("io/grpc/internal/JndiResourceResolverFactory", "members are asked by address"),
          Map.entry("io/netty/channel/internal/ChannelUtils", CONSTANTS),
          Map.entry("io/netty/handler/codec/http/HttpConstants", CONSTANTS),
          Map.entry("io/netty/handler/codec/http2/Http2FrameTypes", CONSTANTS),
          Map.entry("io/netty/handler/ssl/ApplicationProtocolNames", CONSTANTS),
          Map.entry("io/netty/handler/ssl/SslProtocols", CONSTANTS),
          Map.entry("org/apache/commons/compress/archivers/tar/TarGnuSparseKeys", CONSTANTS),
          Map.entry("org/bouncycastle/jce/provider/BouncyCastleProvider", "`pki` reads the keys"),
          Map.entry("org/slf4j/event/EventConstants", CONSTANTS),
          Map.entry("org/yaml/snakeyaml/emitter/Emitter", CONSTANTS));

  @Test
  void holdsWhatTheProgramIsMadeOf() throws IOException {
    assertThat(entries())
        .contains(
            "META-INF/MANIFEST.MF",
            "META-INF/NOTICE",
            "built",
            "conf/conf.yml.in",
            "conf/etcd-checksums.csv",
            "conf/cluster.example.yml",
            "openrc/etcd-run",
            "openrc/etcd.confd",
            "openrc/etcd.initd",
            "packaging/etcd-bootstrap",
            "io/github/etcdbootstrap/cli/Launcher.class");
    Set<String> compiled = new TreeSet<>();
    try (var files = Files.walk(Path.of("target/classes"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> compiled.add(Path.of("target/classes").relativize(f).toString()));
    }
    assertThat(entries()).containsAll(compiled);
  }

  @Test
  void holdsNothingElse() throws IOException {
    assertThat(entries())
        .doesNotHaveDuplicates()
        .noneMatch(entry -> entry.matches(".*\\.(so|dll|dylib|jnilib|proto|SF|RSA|DSA|EC)"))
        .noneMatch(entry -> entry.matches("(.*/)?module-info\\.class"))
        .noneMatch(entry -> entry.matches("META-INF/(maven|native|native-image|versions)/.+"))
        .noneMatch(entry -> entry.startsWith("org/bouncycastle/pqc/"))
        .noneMatch(entry -> entry.startsWith("org/bouncycastle/jce/provider/"))
        .noneMatch(entry -> entry.matches("(io/vertx|com/fasterxml|io/etcd/jetcd/impl)/.+"))
        .noneMatch(entry -> entry.matches("io/netty/handler/codec/(dns|http3|quic|socksx)/.+"));
    assertThat(Files.size(JAR)).isLessThan(MOST);
  }

  /** Those of the libraries have their own: so the same sources give the same bytes. */
  @Test
  void datesWhatIsItsOwnByTheRelease() throws IOException {
    Set<LocalDateTime> times = new HashSet<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      jar.stream()
          .filter(entry -> entry.getName().matches("(conf|openrc|io/github/etcdbootstrap)/.*[^/]"))
          .map(ZipEntry::getTimeLocal)
          .forEach(times::add);
      try (var in = jar.getInputStream(jar.getEntry("built"))) {
        String built = new String(in.readAllBytes()).strip();
        assertThat(times).containsExactly(LocalDateTime.parse(built.replace("Z", "")));
      }
    }
  }

  @Test
  void holdsEachProviderOfItsServices() throws IOException {
    Set<String> providers = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (String entry : entries()) {
        if (entry.matches("META-INF/services/.+")) {
          try (var lines = jar.getInputStream(jar.getEntry(entry))) {
            new String(lines.readAllBytes())
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip().replace('.', '/'))
                .filter(line -> !line.isEmpty())
                .forEach(line -> providers.add(line + CLASS));
          }
        }
      }
    }
    assertThat(providers)
        .contains(
            "io/grpc/internal/DnsNameResolverProvider.class",
            "io/grpc/internal/PickFirstLoadBalancerProvider.class",
            "io/grpc/netty/NettyChannelProvider.class",
            "org/slf4j/nop/NOPServiceProvider.class");
    assertThat(entries()).containsAll(providers);
  }

  @Test
  void holdsEachClassThatAnotherOneNames() throws IOException {
    Set<String> leftOut = classes(libraries());
    leftOut.removeAll(classes(List.of(JAR)));
    assertThat(leftOut).hasSizeGreaterThan(10_000);

    Map<String, String> missing = new TreeMap<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (String entry : entries()) {
        if (entry.endsWith(CLASS)) {
          try (var in = jar.getInputStream(jar.getEntry(entry))) {
            Set<String> named = ClassNames.in(in.readAllBytes());
            named.retainAll(leftOut);
            named.forEach(name -> missing.put(name, entry));
          }
        }
      }
    }
    assertThat(missing).containsOnlyKeys(NOT_NEEDED.keySet());
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private static Set<String> classes(List<Path> jars) throws IOException {
    Set<String> classes = new HashSet<>();
    for (Path each : jars) {
      try (JarFile jar = new JarFile(each.toFile())) {
        jar.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
            .forEach(name -> classes.add(name.substring(0, name.length() - CLASS.length())));
      }
    }
    return classes;
  }

  /** Those of the tests among them; but not the annotations that only the compiler is given. */
  private static List<Path> libraries() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .filter(each -> each.endsWith(".jar") && !each.contains("error_prone_annotations"))
        .map(Path::of)
        .toList();
  }
}
