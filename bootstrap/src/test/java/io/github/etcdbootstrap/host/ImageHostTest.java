package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine's root that is a folder here: confined to it, and the same whenever it is written. */
@Timeout(60)
class ImageHostTest {
  private static final String BEFORE = "2020-01-01T00:00:00Z";

  @TempDir Path top;
  @TempDir Path outside;
  private TestImage image;

  @BeforeEach
  void make() {
    image = new TestImage(top, TestImage.ARM64);
  }

  @Test
  void itsOwnProgramsSayWhatProcessorItHas() {
    Host.Identity identity = image.host().identity();
    assertThat(identity.architecture()).contains(Architecture.ARM64);
    assertThat(identity.openRc()).isTrue();
    assertThat(identity.addresses()).isEmpty();
    assertThat(image.host().problems()).isEmpty();
  }

  @Test
  void aProcessorWithoutAReleaseIsSaid() {
    image.program("bin/busybox", 40);
    assertThat(causes()).contains("etcd is not released for the processor of").contains("40");
  }

  @Test
  void withoutAnyProgramItIsNoRoot() throws Exception {
    Files.delete(image.root.real("bin/busybox"));
    Files.delete(image.root.real("sbin/openrc-run"));
    assertThat(causes()).contains("is not a machine's root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.apkovl.tar.gz", ".alpine-release"})
  void aDisklessMediumIsRefusedWithOneLine(String name) {
    image.root.put(name, "");
    assertThat(causes()).contains("diskless").doesNotContain("\n");
  }

  @Test
  void aRootThatIsSavedAsAnOverlayIsDiskless() {
    image.root.put("etc/lbu/lbu.conf", "# LBU_MEDIA=usb\n");
    assertThat(image.host().problems()).isEmpty();
    image.root.put("etc/lbu/lbu.conf", "LBU_MEDIA=mmcblk0p1\n");
    assertThat(causes()).contains("diskless");
    image.root.put(
        "etc/fstab", "#/dev/mmcblk0p2 / ext4\n/dev/cdrom\t/media/cdrom iso9660 ro 0 0\n");
    assertThat(causes()).contains("diskless");
  }

  /** setup-disk makes a sys root of a diskless machine, its settings included. */
  @Test
  void aRootWhoseFstabHasItsDiskIsNot() {
    image.root.put("etc/lbu/lbu.conf", "LBU_MEDIA=mmcblk0p1\n");
    image.root.put("etc/fstab", "/dev/mmcblk0p1 /boot vfat ro 0 2\nUUID=0a-1b\t/\text4\trw 0 1\n");
    assertThat(image.host().problems()).isEmpty();
  }

  @Test
  void withoutJavaThePackageIsNamed() throws Exception {
    Files.delete(image.root.real("usr/lib/jvm/java-17-openjdk/bin/java"));
    assertThat(causes()).contains("has no Java");
    assertThat(image.host().problems().get(0).remedy()).contains("openjdk17-jre-headless");
  }

  @Test
  void aJavaThatDoesNotFitIsNone() {
    image.program("usr/lib/jvm/java-17-openjdk/bin/java", TestImage.AMD64);
    assertThat(causes()).contains("for another processor");
    image.program("usr/lib/jvm/java-17-openjdk/bin/java", TestImage.ARM64);
    image.root.put("usr/lib/jvm/java-17-openjdk/release", "JAVA_VERSION=\"1.8.0_1\"\n");
    assertThat(causes()).contains("has Java 8");
  }

  /** As the launcher does: the one that is called java, unless another is new enough instead. */
  @Test
  void theJavaIsJudgedThatTheLauncherTakes() throws Exception {
    Files.delete(image.root.real("usr/bin/java"));
    image.program("usr/lib/jvm/java-11-openjdk/bin/java", TestImage.ARM64);
    image.root.link("usr/bin/java", "../lib/jvm/java-11-openjdk/bin/java");
    assertThat(image.host().problems()).isEmpty();
    image.program("usr/lib/jvm/java-17-openjdk/bin/java", TestImage.AMD64);
    assertThat(causes()).contains("for another processor, /usr/lib/jvm/java-17-openjdk/bin/java");
    image.root.put("usr/lib/jvm/java-17-openjdk/release", "JAVA_VERSION=\"16.0.1\"\n");
    assertThat(causes()).as("by the name of its folder").contains("has Java 11");
    image.program("usr/lib/jvm/mine/bin/java", TestImage.ARM64);
    assertThat(image.host().problems()).as("it says nothing of itself").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x-k3s-m-1,x-k3s-m-1", "'# mine\n\n x-k3s-m-1 \n',x-k3s-m-1", "'',''"})
  void itsNameIsWhatItsFileSays(String file, String name) {
    image.root.put("etc/hostname", file);
    assertThat(image.host().identity().hostname()).isEqualTo(name);
  }

  @Test
  void thisMachinesOwnRootIsNone() throws Exception {
    assertThatThrownBy(() -> ImageHost.at("/", TestImage.TIME))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("this machine's own root");
    Path link = Files.createSymbolicLink(outside.resolve("link"), Path.of("/"));
    assertThatThrownBy(() -> ImageHost.at(link.toString(), TestImage.TIME))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> ImageHost.at(outside + "/none", TestImage.TIME))
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> ImageHost.at(" ", TestImage.TIME))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--root is empty");
  }

  /** To the letter as busybox's addgroup and adduser write them. */
  @Test
  void accountsAreLinesOfItsOwnFiles() {
    image.root.put("etc/gshadow", "");
    Host host = image.host();
    host.addGroup("etcd");
    host.addUser("etcd", "etcd");

    assertThat(image.root.text("etc/group")).endsWith(":root\netcd:x:101:etcd\n");
    assertThat(image.root.text("etc/passwd"))
        .endsWith("\netcd:x:100:101:etcd:/dev/null:/sbin/nologin\n");
    assertThat(image.root.text("etc/shadow")).endsWith("\netcd:!:20780:0:99999:7:::\n");
    assertThat(image.root.text("etc/gshadow")).isEqualTo("etcd:!::etcd\n");
    assertThat(host.accounts().users().get("etcd").gid()).isEqualTo(101);
  }

  @Test
  void anAccountThatWasCutInTheMidstIsFinished() {
    image.root.put("etc/shadow", "etcd:!:1:0:99999:7:::\n");
    image.root.put("etc/group", image.root.text("etc/group") + "etcd:x:7:etcd\n");
    image.host().addUser("etcd", "etcd");
    assertThat(image.root.text("etc/shadow")).isEqualTo("etcd:!:1:0:99999:7:::\n");
    assertThat(image.root.text("etc/group")).endsWith("\netcd:x:7:etcd\n");
    assertThat(image.root.text("etc/passwd")).contains("\netcd:x:100:7:");
  }

  @Test
  void allThatIsWrittenHasOneTimeAndTheRestKeepsItsOwn() throws Exception {
    Path untouched = image.root.put("etc/issue", "Alpine\n");
    Path folder = image.root.folder("etc/conf.d");
    for (Path path : new Path[] {untouched, folder, top, image.root.real("usr")}) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.parse(BEFORE)));
    }
    Host host = image.host();
    host.write(file("/etc/conf.d/etcd"));
    host.link(path("/usr/local/bin/etcd"), "/nowhere");
    host.folder(path("/var/lib/etcd"), mine(0700));
    host.enable("etcd");
    try (Staging staging = host.stage(path("/usr/local/lib/etcd/v3.5.2"))) {
      try (OutputStream out = staging.create("etcd")) {
        out.write("etcd".getBytes(StandardCharsets.UTF_8));
      }
      staging.commit();
    }

    assertThat(times("etc/conf.d", "etc/conf.d/etcd", "usr", "usr/local", "usr/local/bin/etcd"))
        .containsOnly(TestImage.TIME);
    assertThat(times("var/lib/etcd", "var/lib", "etc/runlevels/default/etcd", "etc"))
        .containsOnly(TestImage.TIME);
    assertThat(times("usr/local/lib/etcd/v3.5.2", "usr/local/lib/etcd/v3.5.2/etcd"))
        .containsOnly(TestImage.TIME);
    assertThat(times("etc/issue")).containsOnly(Instant.parse(BEFORE));
  }

  @Test
  void aServiceIsInARunlevelByItsLink() throws Exception {
    Host host = image.host();
    assertThat(host.service("etcd").status()).isEqualTo(Host.ServiceState.Status.ABSENT);
    image.root.put("etc/init.d/etcd", "");
    host.enable("etcd");
    assertThat(host.service("etcd").runlevels()).containsExactly("default");
    assertThat(host.service("etcd").status()).isEqualTo(Host.ServiceState.Status.STOPPED);
    Path link = image.root.real("etc/runlevels/default/etcd");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("/etc/init.d/etcd"));
    host.disable("etcd", "default");
    assertThat(host.service("etcd").runlevels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/..", "../../../../../../..", "{outside}"})
  void noLinkLeadsOut(String target) throws Exception {
    String away = target.replace("{outside}", outside.toString());
    Files.writeString(outside.resolve("conf.yml"), "theirs");
    image.root.link("etc/etcd", away);
    image.root.link("etc/runlevels", away);
    image.root.link("etc/hostname", away + "/etc/hostname");
    Host host = image.host();

    assertThat(host.identity().hostname()).isEmpty();
    host.service("etcd");
    try {
      host.write(file("/etc/etcd/conf.yml"));
      host.enable("etcd");
      host.folder(path("/etc/etcd"), mine(0755));
      host.remove(path("/etc/etcd/conf.yml"));
    } catch (HostFailure e) {
      assertThat(e.problem().cause()).contains("/etc/");
    }

    assertThat(Files.readString(outside.resolve("conf.yml"))).isEqualTo("theirs");
    try (var inOutside = Files.list(outside)) {
      assertThat(inOutside).hasSize(1);
    }
    assertThat(Path.of("/conf.yml")).doesNotExist();
    assertThat(Path.of("/default")).doesNotExist();
  }

  @Test
  void linksInACircleAreAFailureThatNamesThem() {
    image.root.link("etc/etcd", "loop");
    image.root.link("etc/loop", "etcd");
    assertThatThrownBy(() -> image.host().write(file("/etc/etcd/conf.yml")))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("lead in a circle");
  }

  /** Opened, it would wait for ever for somebody who writes into it. */
  @Test
  void aPipeIsNeverRead() throws Exception {
    for (String name : new String[] {"etc/passwd", "etc/hostname", "bin/busybox"}) {
      Files.deleteIfExists(image.root.real(name));
      new ProcessBuilder("mkfifo", image.root.real(name).toString()).start().waitFor();
    }
    ImageHost host = image.host();
    assertThatThrownBy(() -> host.look(path("/etc")))
        .isInstanceOf(HostFailure.class)
        .hasMessage("/etc/passwd is not a file");
    image.root.put("etc/group", "root:x:0:\n");
    Files.delete(image.root.real("etc/passwd"));
    image.root.put("etc/passwd", "root:x:0:0:root:/root:/bin/ash\n");
    assertThat(host.identity().hostname()).isEmpty();
    assertThat(host.identity().architecture()).isEmpty();
    assertThat(host.look(path("/bin/busybox")).is(FileState.Kind.OTHER)).isTrue();
  }

  private String causes() {
    return String.join("\n", image.host().problems().stream().map(Problem::cause).toList());
  }

  private Instant[] times(String... paths) throws Exception {
    Instant[] times = new Instant[paths.length];
    for (int i = 0; i < paths.length; i++) {
      Path real = image.root.real(paths[i]);
      times[i] = Files.getLastModifiedTime(real, LinkOption.NOFOLLOW_LINKS).toInstant();
    }
    return times;
  }

  private static NodeFile file(String path) {
    return new NodeFile(path(path), Content.of("ours"), mine(0644));
  }

  private static Ownership mine(int mode) {
    return Ownership.root(mode);
  }

  private static HostPath path(String path) {
    return HostPath.of(path);
  }
}
