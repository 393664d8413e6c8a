package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextStepsTest {
  private static final HostPath JAR = HostPath.of("/opt/my tools/etcd-bootstrap.jar");

  @TempDir Path programs;

  /** As a shell reads them, whatever a folder is called. */
  @Test
  void linesAreToBePasted() throws Exception {
    String seed = "/home/o'hara/my seeds/x";
    assertThat(ran(steps(seed, seed + "-ca")))
        .containsExactly(
            List.of("cp", "-r", seed, JAR.toString(), "/media/usb/"),
            List.of("java", "-jar", "/media/usb/etcd-bootstrap.jar", "--seed", "/media/usb/x"),
            List.of("scp", "-r", seed, JAR.toString(), "root@10.0.0.1:/root/"),
            List.of("scp", "-r", seed, JAR.toString(), "root@[fd00::2]:/root/"),
            List.of("java", "-jar", "/root/etcd-bootstrap.jar", "--seed", "/root/x"));
  }

  @Test
  void whatIsFoundBesideTheJarNeedsNoFlag() throws Exception {
    assertThat(ran(steps("/home/seed", "/home/seed-ca")))
        .contains(List.of("java", "-jar", "/media/usb/etcd-bootstrap.jar"))
        .contains(List.of("java", "-jar", "/root/etcd-bootstrap.jar"));
  }

  @Test
  void aSeedOnAStickLacksTheJarAlone() throws Exception {
    assertThat(ran(steps("/media/usb/seed", "/root/ca")))
        .containsExactly(
            List.of("cp", JAR.toString(), "/media/usb/"),
            List.of("java", "-jar", "/media/usb/etcd-bootstrap.jar"));
    assertThat(ran(steps("/run/media/me/STICK/x", "/root/ca")))
        .endsWith(List.of("java", "-jar", "/run/media/me/STICK/x/etcd-bootstrap.jar"));
  }

  @Test
  void anAuthorityOnTheStickIsExposed() {
    OwnersFolder seed = OwnersFolder.at("/media/usb/seed");
    AuthorityOptions options = new AuthorityOptions();
    assertThat(options.exposed(seed, OwnersFolder.at("/media/usb/seed-ca")))
        .hasValueSatisfying(
            warning -> assertThat(warning).startsWith("/media/usb/seed-ca: the authority's key "));
    assertThat(options.exposed(seed, OwnersFolder.at("/root/seed-ca"))).isEmpty();
    assertThat(options.exposed(OwnersFolder.at("/root/seed"), OwnersFolder.at("/root/seed-ca")))
        .isEmpty();
  }

  private static String steps(String seed, String authority) {
    var members = List.of(Map.entry("a", "10.0.0.1"), Map.entry("b", "fd00::2"));
    var file = NewClusterFile.of("x", members, Optional.empty(), Optional.empty());
    return new NextSteps(
            ClusterFile.read("cluster.yml", file),
            OwnersFolder.at(seed),
            OwnersFolder.at(authority),
            JAR)
        .text();
  }

  /** The words of each command, as its program is given them. */
  private List<List<String>> ran(String text) throws Exception {
    for (String program : List.of("cp", "scp", "java")) {
      Path file =
          Files.writeString(
              programs.resolve(program), "#!/bin/sh\nprintf '%s|' \"${0##*/}\" \"$@\"; echo\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    return text.lines().filter(line -> line.startsWith("     ")).map(this::words).toList();
  }

  private List<String> words(String line) {
    try {
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
      shell.environment().put("PATH", programs.toString());
      String said =
          new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return List.of(said.strip().split("\\|"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
