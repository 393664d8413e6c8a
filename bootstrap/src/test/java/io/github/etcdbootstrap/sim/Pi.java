package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Layout;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** One host: its card, its power, and its one service. */
final class Pi {
  static final HostPath MEMBER = Edge.DATA.child("member");
  static final HostPath WAL = MEMBER.child("wal");
  static final Ownership ETCDS = new Ownership("etcd", "etcd", 0750);
  private static final HostPath RUN = HostPath.of("/run");

  private static final Map<String, NodeConfig> CONFIGS = new ConcurrentHashMap<>();

  final SimWorld world;
  final int number;

  Files files = new Files();
  String serial;

  /** The owner's word holds: this copy was made while all members were off. */
  boolean trusted;

  /** Its owner's `--rejoin` was cut: he gives it again. */
  boolean rejoins;

  boolean accounts;
  TreeSet<String> runlevels = new TreeSet<>();

  /** Of a seed that is copied to each card. */
  final TreeMap<String, Content> copy = new TreeMap<>();

  boolean powered = true;

  /** The supervisor is there and starts again what ends. */
  boolean supervised;

  /** It is down because a run has stopped it, not by itself. */
  boolean stoppedByRun;

  long pid;
  Etcd etcd;

  /** The configuration of an etcd that has not made its log yet. */
  String beginning;

  /** Waits for the log of a first start, to mark NAME-MEMBERID started. */
  String watched;

  Run run;

  /** On its peer port the run itself answers other founders. */
  SimMeeting meeting;

  /** Which member last ran here, and when. */
  long lastCluster;

  long lastId;
  long lastUp = -1;

  Pi(SimWorld world, int number) {
    this.world = world;
    this.number = number;
    newCard();
  }

  NodeConfig config() {
    return CONFIGS.computeIfAbsent(
        world.members + " " + number, key -> Edge.config(Edge.spec(world.members), number));
  }

  String name() {
    return Edge.member(number).name().value();
  }

  String url() {
    return "https://" + Edge.member(number).address() + ":2380";
  }

  /** The program runs on a member of the inventory only. */
  boolean mayRun() {
    return powered && number <= world.members;
  }

  boolean isUp() {
    return etcd != null || beginning != null;
  }

  /** A blank card, in a host without power. */
  void newCard() {
    files = new Files();
    runlevels = new TreeSet<>();
    accounts = false;
    trusted = false;
    serial = "CARD-" + number + "-" + world.draw(3);
    for (String folder : new String[] {"/etc/init.d", "/etc/conf.d", "/etc/profile.d"}) {
      files.put(HostPath.of(folder), FileState.folder(Ownership.root(0755)));
    }
    files.put(Layout.RUNNER.parent(), FileState.folder(Ownership.root(0755)));
    files.put(Layout.PROGRAMS, FileState.folder(Ownership.root(0755)));
    files.put(RUN, FileState.folder(Ownership.root(0755)));
  }

  /** The data as it is in the configured folder, or null. */
  Log log() {
    return files.log(WAL);
  }

  void start() {
    stoppedByRun = false;
    supervised = EtcdRun.wouldStart(this);
    if (supervised) {
      EtcdRun.start(this);
    } else {
      world.tell(() -> this + ": etcd-run refuses to start etcd");
    }
  }

  void stop() {
    supervised = false;
    end();
  }

  /** The process ends; the watcher has its last look. */
  private void end() {
    noteUp();
    etcd = null;
    beginning = null;
    EtcdRun.watch(this);
    watched = null;
  }

  /** It ends by itself, and the supervisor will start it again. */
  void die(String how) {
    if (isUp()) {
      world.tell(() -> this + ": etcd " + how);
      end();
    }
  }

  void cutPower() {
    world.tell(() -> this + " loses power");
    noteUp();
    watched = null;
    etcd = null;
    beginning = null;
    supervised = false;
    powered = false;
    for (Log log : files.logs()) {
      log.powerCut();
    }
    clearMemory(files);
    if (run != null) {
      run.kill();
    }
  }

  private static void clearMemory(Files files) {
    files.list(RUN).forEach(name -> files.remove(RUN.child(name)));
  }

  /** A copy of what is on its card. */
  Files card() {
    Files copy = files.copy();
    clearMemory(copy);
    return copy;
  }

  void boot() {
    if (!powered) {
      powered = true;
      world.tell(() -> this + " boots");
      if (runlevels.contains(Layout.RUNLEVEL) && files.has(Layout.INIT_SCRIPT)) {
        start();
      }
    }
  }

  private void noteUp() {
    if (etcd != null) {
      lastCluster = etcd.log.cluster;
      lastId = etcd.id();
      lastUp = world.millis;
    }
  }

  void tick() {
    if (!powered) {
      return;
    }
    noteUp();
    if (supervised && !isUp()) {
      EtcdRun.start(this);
    } else if (beginning != null && !world.chance.in(world.loss)) {
      FirstLog.make(this);
    } else if (watched != null && !world.chance.in(world.loss)) {
      EtcdRun.watch(this);
    }
  }

  @Override
  public String toString() {
    return "host " + number;
  }
}
