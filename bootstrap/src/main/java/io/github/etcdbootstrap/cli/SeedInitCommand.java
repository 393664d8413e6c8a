package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.OpenKeys;
import io.github.etcdbootstrap.seed.ClusterFile;
import io.github.etcdbootstrap.seed.HostsCsv;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a seed of names and addresses, or what one lacks. */
@Command(
    name = "init",
    description = {
      "Make a seed: cluster.yml, the certificates of all members, the birth's token.",
      "What is there stays: run again, it makes what is missing or does not fit any more."
    })
final class SeedInitCommand implements Callable<Integer> {
  private final Clock clock;
  private final CommonOptions options;

  @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster's name.")
  private String cluster;

  @Option(
      names = "--member",
      paramLabel = "NAME=ADDRESS",
      description = "A member's host name and address; once for each of 1 to 7.")
  private List<String> members = List.of();

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Members are called NAME.DOMAIN; the names must resolve.")
  private String domain;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "One name for all members, which the server certificates cover.")
  private String service;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Take all of it from a cluster.yml, or the members from a table of address,name lines,"
              + " such as hosts.csv.")
  private String from;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The seed's folder (default: ${DEFAULT-VALUE}).",
      defaultValue = "seed")
  private String dir;

  @Mixin private final AuthorityOptions authority = new AuthorityOptions();

  SeedInitCommand(Clock clock, CommonOptions options) {
    this.clock = clock;
    this.options = options;
  }

  @Override
  public Integer call() {
    options
        .seed()
        .ifPresent(
            seed -> {
              throw new BadInput(
                  "--seed names a seed that is there",
                  "name the folder: --dir " + Shown.place(seed));
            });
    try (Console console = new Console(options.colors())) {
      make(console);
      return ExitCode.AS_IT_SHOULD_BE;
    }
  }

  private void make(Console console) {
    OwnersFolder folder = OwnersFolder.at(dir);
    OwnersFolder keys = authority.folder(folder);
    List<String> said = new ArrayList<>();
    SeedMaker maker =
        new SeedMaker(
            folder,
            keys,
            authority.passphrase(),
            clock,
            line -> {
              said.add(line);
              console.result(line + "\n");
            });
    Optional<Content> clusterYml = clusterYml(line -> console.result(line + "\n"));
    ClusterSpec spec = maker.make(clusterYml, authority.validity());
    authority.unsealed(keys).ifPresent(console::warning);
    authority.exposed(folder, keys).ifPresent(console::warning);
    OpenKeys.warning(LiveSessions.looking(), folder.asSeed()).ifPresent(console::warning);
    console.result(said.isEmpty() ? "nothing to make: all is there and fits\n" : "");
    console.result(new NextSteps(spec, folder, keys, LiveSessions.jarPath()).text());
  }

  /** Empty if nothing was said of the cluster. */
  private Optional<Content> clusterYml(Consumer<String> said) {
    requireNotEmpty("--cluster", cluster);
    requireNotEmpty("--domain", domain);
    requireNotEmpty("--service", service);
    if (from != null && !isTable()) {
      requireNothingBeside(from);
      return Optional.of(checked("--from " + Shown.place(from), OwnersFile.read("--from", from)));
    }
    if (from != null && !members.isEmpty()) {
      throw new BadInput(
          "--from and --member both name the members", "put them all into " + Shown.place(from));
    }
    List<Map.Entry<String, String>> hosts = from == null ? hosts() : table(said);
    if (cluster == null && hosts.isEmpty() && domain == null && service == null) {
      return Optional.empty();
    } else if (cluster == null) {
      throw new BadInput("the cluster has no name", "give it one: --cluster NAME");
    }
    return Optional.of(
        checked(
            "cluster.yml as these options make it",
            NewClusterFile.of(
                cluster, hosts, Optional.ofNullable(domain), Optional.ofNullable(service))));
  }

  private List<Map.Entry<String, String>> table(Consumer<String> said) {
    HostsCsv table = HostsCsv.read(from, OwnersFile.read("--from", from));
    table.header().ifPresent(header -> said.accept(header + ": taken for the header"));
    return table.hosts();
  }

  /** By the name that the owner knows: in the seed there is none yet. */
  private static Content checked(String source, Content clusterYml) {
    ClusterFile.read(source, clusterYml);
    return clusterYml;
  }

  private static void requireNotEmpty(String option, String value) {
    if (value != null && value.isBlank()) {
      throw new BadInput(option + ": is empty", "give a name, or leave the option out");
    }
  }

  private boolean isTable() {
    return !from.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
  }

  private void requireNothingBeside(String file) {
    if (cluster != null || !members.isEmpty() || domain != null || service != null) {
      throw new BadInput(
          "--from "
              + Shown.place(file)
              + " already defines the cluster; other options do so as"
              + " well",
          "leave --cluster, --member, --domain and --service out, or --from");
    }
  }

  private List<Map.Entry<String, String>> hosts() {
    List<Map.Entry<String, String>> hosts = members.stream().map(SeedInitCommand::host).toList();
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, String> host : hosts) {
      if (!names.add(host.getKey())) {
        throw new BadInput(
            "--member names " + Shown.text(host.getKey()) + " twice", "name each host once");
      }
    }
    return hosts;
  }

  private static Map.Entry<String, String> host(String member) {
    int equals = member.indexOf('=');
    if (equals <= 0 || equals == member.length() - 1) {
      throw new BadInput(
          "--member is " + Shown.text(member) + ", expected NAME=ADDRESS",
          "write it such as --member node-1=192.168.7.11");
    }
    return Map.entry(member.substring(0, equals), member.substring(equals + 1));
  }
}
