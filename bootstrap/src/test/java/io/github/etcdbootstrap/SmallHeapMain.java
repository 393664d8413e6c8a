package io.github.etcdbootstrap;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.pki.DamagedPem;
import io.github.etcdbootstrap.pki.Identities;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.FolderSeed;
import io.github.etcdbootstrap.text.Damaged;
import io.github.etcdbootstrap.text.Monsters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads all damaged input in the JVM it is started in, and prints how much it was. */
public final class SmallHeapMain {
  private static final int LARGEST_FILE = 1 << 20;
  private static final int LARGEST_YAML = 128 << 10;

  /** Each monster is read as every so manieth kind of file: all would take minutes. */
  private static final int TURN = 8;

  private SmallHeapMain() {}

  /** FOLDER, an empty one. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int cases = huge(Files.createDirectories(folder.resolve("huge")));
    List<Supplier<byte[]>> monsters = new ArrayList<>(Monsters.plain(LARGEST_FILE));
    monsters.addAll(Monsters.all(LARGEST_YAML));
    int turn = 0;
    for (Damaged kind : DamagedInput.all(folder, Certificates.Depth.UNCHANGED)) {
      if (kind.cases() > Damaged.FEW) {
        turn++;
        for (int i = turn % TURN; i < monsters.size(); i += TURN) {
          kind.read(monsters.get(i).get());
          cases++;
        }
      }
      cases += kind.run(kind.cases() < Damaged.MANY ? Damaged.MANY / Damaged.SOME : 1, 8);
    }
    for (Damaged kind : DamagedPem.all(Certificates.Depth.FULL)) {
      cases += kind.run(1, 9);
    }
    System.out.println(cases + " cases");
  }

  /** Files larger than all memory, on a stick. */
  private static int huge(Path folder) throws IOException {
    Seed seed = FolderSeed.of(folder);
    grow(folder.resolve(ClusterSpec.FILE), "cluster: a\n", 50 << 20);
    grow(folder.resolve(CertificateFiles.CA), "-----BEGIN CERTIFICATE-----\n", 10 << 20);
    Files.writeString(folder.resolve(CertificateFiles.CLIENT), "x");
    Files.writeString(folder.resolve("client-key.pem"), "x");
    Damaged.Reader cluster =
        file -> {
          Content content = seed.read(ClusterSpec.FILE).orElseThrow();
          return List.of(ClusterFile.read(ClusterSpec.FILE, content).cluster());
        };
    Damaged.Reader pem =
        file -> {
          Identities.read(seed, CertificateFiles.CLIENT);
          return List.of();
        };
    new Damaged("cluster.yml of 50 MB", 1, List.of(), cluster).read(new byte[0]);
    new Damaged("ca.pem of 10 MB", 1, List.of(), pem).read(new byte[0]);
    return 2;
  }

  private static void grow(Path file, String line, int size) throws IOException {
    String block = line.repeat((1 << 20) / line.length());
    Files.writeString(file, block);
    while (Files.size(file) < size) {
      Files.writeString(file, block, StandardOpenOption.APPEND);
    }
  }
}
