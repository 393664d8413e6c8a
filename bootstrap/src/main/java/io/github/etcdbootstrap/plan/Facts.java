package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.text.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One immutable snapshot of this host, its seed and its cluster: all that a plan rests on.
 *
 * @param files what is at each path of {@link Layout} that a plan may touch
 * @param programs sums of the installed release's programs, of those that are there
 * @param strays how much at or under these paths does not belong to etcd
 * @param leftovers of runs that were cut
 * @param running the etcd that runs, where one does and is no script that is about to start it
 * @param startRefused etcd-run has refused to start it, and waits before that may be tried again
 * @param peers empty where nobody was asked: the member is healthy by its own word
 */
public record Facts(
    Host.Identity identity,
    Map<HostPath, FileState> files,
    Map<String, Sha256> programs,
    Host.Accounts accounts,
    Map<HostPath, Integer> strays,
    List<HostPath> leftovers,
    Host.ServiceState service,
    Optional<Running> running,
    boolean startRefused,
    Data data,
    Card card,
    SeedFacts seed,
    Certificates.Verdict certificates,
    Surroundings surroundings,
    Cluster.OwnHealth health,
    Optional<Peers> peers,
    Orders orders,
    Time time,
    Draws draws) {
  public Facts {
    files = Map.copyOf(files);
    programs = Map.copyOf(programs);
    strays = Map.copyOf(strays);
    leftovers = List.copyOf(leftovers);
  }

  public FileState file(HostPath path) {
    return files.getOrDefault(path, FileState.ABSENT);
  }

  Facts withMounts(Map<HostPath, Host.Mount> mounts) {
    return new Facts(
        identity,
        files,
        programs,
        accounts,
        strays,
        leftovers,
        service,
        running,
        startRefused,
        data,
        card,
        seed,
        certificates,
        new Surroundings(surroundings.names(), surroundings.listeners(), mounts),
        health,
        peers,
        orders,
        time,
        draws);
  }

  /** The ID of this card: as noted, or, on a new card or another disk, the one to be drawn. */
  public String installId() {
    return card.ofThisDisk().map(Install::id).orElse(draws.installId());
  }

  /** A member list of the birth's own cluster that a quorum vouches for. */
  public Optional<Cluster.MemberList> quorum() {
    return seed.birth().flatMap(b -> quorumOf(b.clusterId()));
  }

  /** The same of any cluster. */
  Optional<Cluster.MemberList> quorumOf(EtcdId cluster) {
    return peers.flatMap(Peers::list).filter(l -> l.clusterId().equals(cluster));
  }

  /** As what that list has this host's member. */
  Optional<Cluster.ListedMember> listed() {
    return quorum().flatMap(l -> data.id().flatMap(l::member));
  }

  /** Whether this host's member is known to vote: a learner's health says true too. */
  public boolean isVoter() {
    return Voting.isKnown(card, seed) || listed().filter(m -> !m.learner()).isPresent();
  }

  /** Whether nothing of a member is left here: no service, and no data to start from. */
  boolean isOut() {
    return service.pids().isEmpty() && service.runlevels().isEmpty() && !data.hasWal();
  }

  /** Of the largest member's database, in bytes. */
  long databaseSize() {
    return peers.stream()
        .flatMap(p -> p.statuses().stream())
        .mapToLong(Cluster.MemberStatus::dbSize)
        .max()
        .orElse(0);
  }

  /**
   * The etcd that runs.
   *
   * @param conf with what etcd-run says it started it; empty where it was started otherwise
   */
  public record Running(Host.Program program, Optional<StartedWith> conf) {}

  /**
   * The data folder.
   *
   * @param hasWal etcd's own test of whether there is data: a file `member/wal/*.wal`
   * @param memberThere whether there is a `member` folder at all
   * @param kind how this data stands to the birth
   * @param id the member ID it runs under, where that is known
   * @param cluster whose data it is, likewise
   * @param damage why etcd cannot go on with it
   * @param missingMount a mount point of fstab that should hold it and is not mounted
   * @param otherDisk the serials, where the data was begun on another disk
   * @param strangers processes that hold it and are not the service's
   * @param elsewhere another folder that holds data
   * @param asides data that was moved aside before
   * @param writer the newest etcd that may have written it
   */
  public record Data(
      Host.Mount mount,
      boolean hasWal,
      boolean memberThere,
      Kind kind,
      Optional<EtcdId> id,
      Optional<EtcdId> cluster,
      Optional<String> damage,
      Optional<HostPath> missingMount,
      Optional<String> otherDisk,
      List<Host.Process> strangers,
      Optional<Elsewhere> elsewhere,
      List<HostPath> asides,
      Optional<WrittenBy> writer) {
    /**
     * Data in another place than cluster.yml says.
     *
     * @param logOnly only the write-ahead log lies there, else a whole data folder
     * @param evidence what says so, in words
     */
    public record Elsewhere(HostPath folder, boolean logOnly, String evidence) {}

    /** How data stands to the seed's birth. */
    public enum Kind {
      NONE,
      VALID,
      EARLIER,
      FOREIGN,
      /** Of this cluster, and etcd cannot go on with it. */
      CORRUPT,
      /** There is a WAL, and nothing here says whose: etcd holds it, and says nothing yet. */
      UNKNOWN,
      /** Begun on another disk. */
      COPY
    }
  }

  /**
   * What the card remembers.
   *
   * @param disk the serial of the disk under the root
   * @param voter the member that was seen to vote
   */
  public record Card(
      Optional<Install> install, String disk, List<Mark> marks, Optional<EtcdId> voter) {
    /** Nothing on an image that was written to another card: that is a new installation. */
    Optional<Install> ofThisDisk() {
      return install.filter(i -> i.isOnDisk(disk));
    }

    /** A `found` counts only as the card's only mark: any other says more. */
    boolean hasOnlyFound() {
      return !marks.isEmpty() && marks.stream().allMatch(m -> m.state() == Mark.State.FOUND);
    }
  }

  /**
   * The seed.
   *
   * @param shared writable, and on another disk than root, boot and data
   * @param whyNotShared in words
   * @param writable whether birth and marks can be written there at all
   * @param unreadableBirth there is a birth.yml that cannot be used
   * @param certificates this host's files, by name
   * @param texts inventory, birth and the owner's template, of those that are there, by name
   * @param standsInFor of the copy kept on this card: what was looked for and is not there
   */
  public record SeedFacts(
      String place,
      boolean shared,
      String whyNotShared,
      boolean writable,
      Optional<Birth> birth,
      Optional<Problem> unreadableBirth,
      List<Birth> earlierBirths,
      List<Mark> marks,
      Map<String, Content> certificates,
      Map<String, Content> texts,
      Optional<String> standsInFor) {
    /** Whether this is the copy on the card: it repairs this host and decides no membership. */
    boolean isKeptCopy() {
      return standsInFor.isPresent();
    }

    boolean isEarlier(EtcdId cluster) {
      return earlierBirths.stream().anyMatch(b -> b.clusterId().equals(cluster));
    }

    /** By its token; one that cannot be read, by its ID. */
    boolean isEarlier(Mark mark) {
      return earlierBirths.stream()
          .anyMatch(
              b ->
                  mark.isOfToken(b.token())
                      || mark.details().isEmpty() && mark.id().flatMap(b::founder).isPresent());
    }
  }

  /**
   * What the others said.
   *
   * @param own this host's own page
   * @param others the other members' pages
   * @param list the linearizable list, if a quorum answered
   * @param statuses of the listed members, where there is a list
   * @param asked when they gave it, by {@link Clock#sinceStart}
   * @param impostor NAME answering at an address that is not this host's
   * @param replacedUnattended the cluster remembers that NAME was replaced while nobody watched
   */
  public record Peers(
      Cluster.PeerPage own,
      List<Cluster.PeerPage> others,
      Optional<Cluster.MemberList> list,
      List<Cluster.MemberStatus> statuses,
      Duration asked,
      Optional<Cluster.PeerPage> impostor,
      boolean replacedUnattended) {
    public Peers {
      others = List.copyOf(others);
      statuses = List.copyOf(statuses);
    }

    /** All members' pages, the own one included. */
    public Stream<Cluster.PeerPage> pages() {
      return Stream.concat(Stream.of(own), others.stream());
    }
  }

  /**
   * This host's clock.
   *
   * @param earliest before which no clock is right
   */
  public record Time(Instant now, Instant earliest) {}

  /** What a plan needs that is not observed but drawn, once a run. */
  public record Draws(String installId, String tokenSuffix, String when) {
    /** The time as part of a file's name. */
    public String stamp() {
      return when.replaceAll("[-:]|\\.\\d+", "");
    }
  }
}
