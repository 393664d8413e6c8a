package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One combination of what may be seen, drawn at random; the unlikely ones as often as the rest. */
record Case(
    Data.Kind data,
    boolean idKnown,
    boolean memberThere,
    Born born,
    Kept kept,
    List<Remembered> marks,
    CardState card,
    boolean shared,
    List<Said> pages,
    Said quorum,
    Rest rest,
    Status status,
    boolean running,
    boolean healthy,
    Order order) {
  /** What the seed knows of the cluster's birth. */
  enum Born {
    NEVER,
    NOW,
    EARLIER,
    NOW_AND_EARLIER,
    UNREADABLE;

    boolean now() {
      return this == NOW || this == NOW_AND_EARLIER;
    }

    boolean none() {
      return this == NEVER || this == EARLIER;
    }

    boolean earlier() {
      return this == EARLIER || this == NOW_AND_EARLIER;
    }
  }

  /** The copy of a birth on the card, where the seed has none. */
  enum Kept {
    NONE,
    OF_THIS_CLUSTER,
    OF_ANOTHER
  }

  /** What the owner says. */
  enum Order {
    NONE,
    REJOIN,
    TRUST_COPY,
    UNATTENDED,
    /** The cluster remembers that this member was replaced while nobody watched. */
    UNATTENDED_AGAIN
  }

  /** How the other members are that a quorum lists. */
  enum Rest {
    WELL,
    ONE_DEAD,
    ONE_DEAD_OF_FIVE,
    TWO_DEAD_OF_FIVE,
    ANOTHER_LEARNER,
    ALARM,
    /** The database that is to be copied here is too big for this disk. */
    TOO_BIG
  }

  enum CardState {
    NEW,
    KNOWN,
    ON_ANOTHER_DISK
  }

  /** Whose ID a mark speaks of. */
  enum Subject {
    OWN_ID,
    /** This member's as it was added to the cluster later. */
    ADDED_ID,
    ANOTHER_MEMBER,
    OWN_ID_OF_EARLIER,
    OWN_ID_OF_UNKNOWN
  }

  enum Writer {
    THIS_CARD,
    ANOTHER_CARD,
    /** As a take-over marks whatever it found running. */
    NOBODY,
    UNREADABLE
  }

  enum Place {
    CARD,
    SEED,
    BOTH
  }

  record Remembered(Subject subject, Mark.State state, Writer writer, Place place) {
    boolean onCard() {
      return place != Place.SEED;
    }

    boolean inSeed() {
      return place != Place.CARD;
    }
  }

  /** What a page or a quorum says of this member. */
  enum Said {
    NOTHING,
    UNREADABLE,
    /** etcd is up and knows no member: a first start cut in its first instant. */
    NO_MEMBERS,
    UNPUBLISHED,
    UNPUBLISHED_OTHERS_PUBLISHED,
    PUBLISHED,
    /** Published, as a learner. */
    LEARNER,
    /** Published, at an address that is not this host's any more. */
    MOVED,
    NOT_LISTED,
    /** Instead of its first ID, one that was added and never started. */
    ADDED,
    /** The same, and it has started. */
    ADDED_PUBLISHED,
    /** The first ID at another address, and an added one. */
    TWICE,
    OF_EARLIER,
    FOREIGN;

    /** The birth's cluster, with members. */
    boolean isOfBirth() {
      return listsFirstId() || this == NOT_LISTED || listsAddedId();
    }

    /** The ID that this member was born with. */
    boolean listsFirstId() {
      return Set.of(UNPUBLISHED, UNPUBLISHED_OTHERS_PUBLISHED, PUBLISHED, LEARNER, MOVED, TWICE)
          .contains(this);
    }

    boolean listsAddedId() {
      return Set.of(ADDED, ADDED_PUBLISHED, TWICE).contains(this);
    }

    boolean showsUnpublished() {
      return this == UNPUBLISHED || this == UNPUBLISHED_OTHERS_PUBLISHED;
    }
  }

  static final Birth BIRTH = Edge.birth(Edge.spec(), "0b1e55ed");
  static final Birth EARLIER = Edge.birth(Edge.spec(), "0ddba11a");
  static final Birth UNKNOWN = Edge.birth(Edge.spec(), "10571057");

  static final EtcdId ADDED_ID = EtcdId.parse("add1add2add3add4");
  private static final EtcdId SOMEBODYS = EtcdId.parse("5050505050505050");
  private static final Cluster.MemberList WHOLE = Edge.list(BIRTH, List.of(1, 2, 3));

  static Case random(Random random) {
    boolean calm = random.nextBoolean();
    return new Case(
        one(random, Data.Kind.values(), calm ? Data.Kind.NONE : Data.Kind.VALID),
        random.nextInt(8) > 0,
        random.nextBoolean(),
        one(random, Born.values(), Born.NOW),
        one(random, Kept.values(), Kept.NONE),
        Stream.generate(() -> remembered(random)).limit(random.nextInt(4)).toList(),
        one(random, CardState.values(), CardState.KNOWN),
        random.nextInt(4) > 0,
        Stream.generate(() -> one(random, Said.values(), calm ? Said.NOTHING : null))
            .limit(3)
            .toList(),
        one(random, Said.values(), calm ? Said.NOTHING : null),
        one(random, Rest.values(), Rest.WELL),
        one(random, Status.values(), null),
        random.nextBoolean(),
        random.nextInt(8) == 0,
        one(random, Order.values(), Order.NONE));
  }

  private static Remembered remembered(Random random) {
    return new Remembered(
        one(random, Subject.values(), null),
        one(random, Mark.State.values(), Mark.State.INTENDED),
        one(random, Writer.values(), Writer.THIS_CARD),
        one(random, Place.values(), null));
  }

  /** One of them; {@code often} in half of all cases. */
  private static <T> T one(Random random, T[] values, T often) {
    return often != null && random.nextBoolean() ? often : values[random.nextInt(values.length)];
  }

  Facts facts() {
    return scenario().facts();
  }

  /** The same where the copy on the card serves, even if that were taken for a shared seed. */
  Facts factsWithoutTheSeed() {
    return scenario().seedKept().asIfShared().facts();
  }

  private Scenario scenario() {
    Scenario scenario = Scenario.aBareHost().data(data).service(status, pids());
    if (memberThere) {
      scenario.leftovers();
    }
    if (idKnown && MAY_HAVE_AN_ID.contains(data)) {
      scenario.dataId = Optional.of(ownId(BIRTH));
      scenario.ofCluster(BIRTH.clusterId());
    }
    if (healthy) {
      scenario.healthy();
    }
    if (!shared) {
      scenario.seedReadOnly();
    }
    remember(scenario);
    for (int i = 0; i < pages.size(); i++) {
      scenario.page(page(i + 1, pages.get(i)));
    }
    if (!Set.of(Said.NOTHING, Said.UNREADABLE, Said.NO_MEMBERS).contains(quorum)) {
      scenario.quorum(withTheRest());
    }
    return order(scenario);
  }

  private static final Set<Data.Kind> MAY_HAVE_AN_ID =
      Set.of(Data.Kind.VALID, Data.Kind.CORRUPT, Data.Kind.COPY);

  private Cluster.MemberList withTheRest() {
    Cluster.MemberList list = list(quorum);
    List<Cluster.ListedMember> more =
        switch (rest) {
          case ONE_DEAD_OF_FIVE, TWO_DEAD_OF_FIVE ->
              List.of(another(4, SOMEBODYS, false), another(5, new EtcdId(5), false));
          case ANOTHER_LEARNER -> List.of(another(4, SOMEBODYS, true));
          default -> List.of();
        };
    return new Cluster.MemberList(
        list.clusterId(), Stream.concat(list.members().stream(), more.stream()).toList());
  }

  private static Cluster.ListedMember another(int number, EtcdId id, boolean learner) {
    String url = Edge.spec().peerUrl(Edge.member(number));
    String name = Edge.member(number).name().value();
    return new Cluster.ListedMember(id, name, List.of(url), List.of(url), learner);
  }

  private Scenario order(Scenario scenario) {
    switch (rest) {
      case ONE_DEAD -> scenario.dead(2);
      case ONE_DEAD_OF_FIVE -> scenario.dead(4);
      case TWO_DEAD_OF_FIVE -> scenario.dead(4).dead(2);
      case ALARM -> scenario.alarm("memberID:2 alarm:NOSPACE ");
      case TOO_BIG -> scenario.database(8L << 30);
      default -> {}
    }
    if (order == Order.UNATTENDED_AGAIN) {
      scenario.replacedUnattended();
    }
    return scenario.orders(
        switch (order) {
          case NONE -> Orders.NONE;
          case REJOIN -> new Orders(false, true, false, false);
          case TRUST_COPY -> new Orders(false, false, true, false);
          case UNATTENDED, UNATTENDED_AGAIN -> new Orders(false, false, false, true);
        });
  }

  private void remember(Scenario scenario) {
    if (born.now()) {
      scenario.withBirth(BIRTH);
    }
    if (born.earlier()) {
      scenario.startedOver();
    }
    if (born == Born.UNREADABLE) {
      scenario.unreadableBirth();
    }
    if (kept != Kept.NONE && !born.now()) {
      Birth copy = kept == Kept.OF_THIS_CLUSTER ? BIRTH : UNKNOWN;
      scenario.text(Layout.KEPT_SEED.child(Birth.FILE), copy.toContent().text());
    }
    if (card != CardState.NEW) {
      scenario.card("x-k3s-m-1");
    }
    if (card == CardState.ON_ANOTHER_DISK) {
      scenario.onDisk("SERIAL-2");
    }
    for (Remembered remembered : marks) {
      if (remembered.onCard()) {
        scenario.markOnCard(mark(remembered));
      }
      if (remembered.inSeed()) {
        scenario.markInSeed(mark(remembered));
      }
    }
  }

  private long[] pids() {
    return running ? new long[] {812} : new long[0];
  }

  private Mark mark(Remembered of) {
    Birth birth =
        switch (of.subject) {
          case OWN_ID, ADDED_ID, ANOTHER_MEMBER -> BIRTH;
          case OWN_ID_OF_EARLIER -> EARLIER;
          case OWN_ID_OF_UNKNOWN -> UNKNOWN;
        };
    int member = of.subject == Subject.ANOTHER_MEMBER ? 2 : 1;
    String name = Edge.member(member).name().value();
    if (of.state == Mark.State.FOUND) {
      return new Mark(name, Optional.empty(), of.state, Optional.empty());
    }
    boolean added = of.subject == Subject.ADDED_ID;
    EtcdId id = added ? ADDED_ID : birth.founders().get(member - 1).id();
    String writer =
        switch (of.writer) {
          case THIS_CARD -> ownInstallId();
          case NOBODY -> "unknown";
          default -> MemorySide.ANOTHER_CARD;
        };
    Mark whole =
        Mark.of(name, id, of.state, new Mark.Details(birth.token(), birth.clusterId(), writer, ""));
    return of.writer == Writer.UNREADABLE
        ? new Mark(name, whole.id(), of.state, Optional.empty())
        : whole;
  }

  String ownInstallId() {
    return card == CardState.KNOWN ? MemorySide.CARD : Scenario.DRAWN;
  }

  static EtcdId ownId(Birth birth) {
    return birth.founders().get(0).id();
  }

  private static Cluster.PeerPage page(int member, Said said) {
    Answer answer =
        switch (said) {
          case NOTHING -> Answer.SILENT;
          case UNREADABLE -> Answer.UNREADABLE;
          case NO_MEMBERS, UNPUBLISHED -> Answer.EMPTY;
          default -> Answer.FORMED;
        };
    boolean listed = said != Said.NOTHING && said != Said.UNREADABLE;
    return new Cluster.PeerPage(
        Edge.member(member), answer, listed ? Optional.of(list(said)) : Optional.empty(), "");
  }

  private static Cluster.MemberList list(Said said) {
    Cluster.ListedMember own = WHOLE.members().get(0);
    String url = own.peerUrls().get(0);
    String elsewhere = url.replace("192.168.7.11", "192.168.7.111");
    Cluster.ListedMember added =
        new Cluster.ListedMember(ADDED_ID, "", List.of(url), List.of(), true);
    return switch (said) {
      case NO_MEMBERS -> new Cluster.MemberList(BIRTH.clusterId(), List.of());
      case UNPUBLISHED -> Edge.list(BIRTH, List.of());
      case UNPUBLISHED_OTHERS_PUBLISHED -> Edge.list(BIRTH, List.of(2, 3));
      case LEARNER ->
          others(
              new Cluster.ListedMember(
                  own.id(), own.name(), own.peerUrls(), own.clientUrls(), true));
      case MOVED -> others(Edge.listed(own.id(), own.name(), elsewhere, true));
      case NOT_LISTED -> others();
      case ADDED -> others(added);
      case ADDED_PUBLISHED ->
          others(new Cluster.ListedMember(ADDED_ID, own.name(), List.of(url), List.of(url), true));
      case TWICE -> others(Edge.listed(own.id(), own.name(), elsewhere, true), added);
      case OF_EARLIER -> Edge.list(EARLIER, List.of(1, 2, 3));
      case FOREIGN -> new Cluster.MemberList(Scenario.FOREIGN, WHOLE.members());
      default -> WHOLE;
    };
  }

  private static Cluster.MemberList others(Cluster.ListedMember... own) {
    return new Cluster.MemberList(
        BIRTH.clusterId(),
        Stream.concat(Stream.of(own), WHOLE.members().subList(1, 3).stream()).toList());
  }
}
