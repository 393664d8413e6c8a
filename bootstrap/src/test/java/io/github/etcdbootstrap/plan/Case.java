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
import java.util.stream.Stream;

/** One combination of what may be seen, drawn at random; the unlikely ones as often as the rest. */
record Case(
    Data.Kind data,
    boolean memberThere,
    Born born,
    List<Remembered> marks,
    CardState card,
    boolean shared,
    List<Said> pages,
    Said quorum,
    Status status,
    boolean running,
    boolean learner) {
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

    boolean earlier() {
      return this == EARLIER || this == NOW_AND_EARLIER;
    }
  }

  enum CardState {
    NEW,
    KNOWN,
    ON_ANOTHER_DISK
  }

  /** Whose ID a mark speaks of. */
  enum Subject {
    OWN_ID,
    ANOTHER_MEMBER,
    OWN_ID_OF_EARLIER,
    OWN_ID_OF_UNKNOWN
  }

  enum Writer {
    THIS_CARD,
    ANOTHER_CARD,
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
    NOT_LISTED,
    OF_EARLIER,
    FOREIGN;

    /** The birth's cluster, with members. */
    boolean isOfBirth() {
      return Stream.of(UNPUBLISHED, UNPUBLISHED_OTHERS_PUBLISHED, PUBLISHED, NOT_LISTED)
          .anyMatch(this::equals);
    }

    boolean showsUnpublished() {
      return this == UNPUBLISHED || this == UNPUBLISHED_OTHERS_PUBLISHED;
    }
  }

  static final Birth BIRTH = Edge.birth(Edge.spec(), "0b1e55ed");
  static final Birth EARLIER = Edge.birth(Edge.spec(), "0ddba11a");
  static final Birth UNKNOWN = Edge.birth(Edge.spec(), "10571057");

  static Case random(Random random) {
    boolean calm = random.nextBoolean();
    return new Case(
        one(random, Data.Kind.values(), calm ? Data.Kind.NONE : null),
        random.nextBoolean(),
        one(random, Born.values(), null),
        Stream.generate(() -> remembered(random)).limit(random.nextInt(4)).toList(),
        one(random, CardState.values(), CardState.KNOWN),
        random.nextInt(4) > 0,
        Stream.generate(() -> one(random, Said.values(), calm ? Said.NOTHING : null))
            .limit(3)
            .toList(),
        one(random, Said.values(), Said.NOTHING),
        one(random, Status.values(), null),
        random.nextBoolean(),
        random.nextInt(8) == 0);
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
    if (data == Data.Kind.VALID) {
      scenario.dataOf(ownId(BIRTH));
    }
    if (learner) {
      scenario.health(new Cluster.OwnHealth(true, true, true, ""));
    }
    if (!shared) {
      scenario.seedReadOnly();
    }
    remember(scenario);
    for (int i = 0; i < pages.size(); i++) {
      scenario.page(page(i + 1, pages.get(i)));
    }
    if (quorum != Said.NOTHING && quorum != Said.UNREADABLE) {
      scenario.quorum(list(quorum));
    }
    return scenario;
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
          case OWN_ID, ANOTHER_MEMBER -> BIRTH;
          case OWN_ID_OF_EARLIER -> EARLIER;
          case OWN_ID_OF_UNKNOWN -> UNKNOWN;
        };
    int member = of.subject == Subject.ANOTHER_MEMBER ? 2 : 1;
    String name = Edge.member(member).name().value();
    if (of.state == Mark.State.FOUND) {
      return new Mark(name, Optional.empty(), of.state, Optional.empty());
    }
    EtcdId id = birth.founders().get(member - 1).id();
    String writer = of.writer == Writer.THIS_CARD ? ownInstallId() : MemorySide.ANOTHER_CARD;
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
    Cluster.MemberList published = Edge.list(BIRTH, List.of(1, 2, 3));
    return switch (said) {
      case NO_MEMBERS -> new Cluster.MemberList(BIRTH.clusterId(), List.of());
      case UNPUBLISHED -> Edge.list(BIRTH, List.of());
      case UNPUBLISHED_OTHERS_PUBLISHED -> Edge.list(BIRTH, List.of(2, 3));
      case NOT_LISTED ->
          new Cluster.MemberList(BIRTH.clusterId(), published.members().subList(1, 3));
      case OF_EARLIER -> Edge.list(EARLIER, List.of(1, 2, 3));
      case FOREIGN -> new Cluster.MemberList(Scenario.FOREIGN, published.members());
      default -> published;
    };
  }
}
