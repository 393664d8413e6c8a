package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Facts.Data;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must never break, whatever is seen: many thousands of combinations of facts. */
class MembershipInvariantsTest {
  private static final int CASES = 20_000;
  private static final long SEED = 352;

  /** The order within a first start; the first three only where they are needed. */
  private static final List<Class<? extends Change>> ORDER =
      List.of(
          StartChange.DrawBirth.class,
          ServiceChange.StopService.class,
          StartChange.MoveDataAside.class,
          StartChange.WriteMark.class,
          StartChange.MeetFounders.class,
          StartChange.PermitFirstStart.class,
          ServiceChange.StartService.class,
          StartChange.ConfirmStarted.class);

  /** The order of a replace; cut anywhere, the next run finds row 9, 10 or 11. */
  private static final List<Class<? extends Change>> REPLACE =
      List.of(
          FileChange.TakeSnapshot.class,
          MemberChange.Prove.class,
          ServiceChange.StopService.class,
          MemberChange.RememberUnattended.class,
          MemberChange.RemoveMember.class,
          StartChange.MoveDataAside.class,
          MemberChange.AddLearner.class);

  private static final List<Class<? extends Change>> OF_STAYING_OUT =
      List.of(
          ServiceChange.StopService.class,
          ServiceChange.DisableService.class,
          StartChange.MoveDataAside.class);

  private static final Map<Case, Plan> PLANS = new LinkedHashMap<>();

  @BeforeAll
  static void planAll() {
    Random random = new Random(SEED);
    Map<Case.CardState, Desired> desired = new EnumMap<>(Case.CardState.class);
    for (int i = 0; i < CASES; i++) {
      Case seen = Case.random(random);
      Facts facts = seen.facts();
      Desired wanted =
          desired.computeIfAbsent(
              seen.card(), card -> Desired.of(Edge.config(), facts, Edge.PAYLOAD));
      PLANS.put(seen, Planner.plan(facts, wanted));
    }
  }

  @Test
  void everyKindOfAnswerIsAmongThem() {
    Map<Page.Answer, Integer> answers = new EnumMap<>(Page.Answer.class);
    PLANS.forEach((seen, plan) -> answers.merge(answerOf(plan), 1, Integer::sum));

    assertThat(answers).containsOnlyKeys(Page.Answer.values());
    assertThat(answers.values()).allSatisfy(n -> assertThat(n).isGreaterThan(15));
  }

  /** Both ways: nothing but what the page allows is done, and what it allows is done. */
  @Test
  void theFirstRowThatFitsDecides() {
    never(
        "does not decide as the page on membership does",
        (seen, plan) -> answerOf(plan) != new Page(seen).answer());
  }

  private static Page.Answer answerOf(Plan plan) {
    if (plan.refusal().isPresent()) {
      return Page.Answer.REFUSES;
    } else if (has(plan, StartChange.DrawBirth.class)) {
      return has(plan, StartChange.PermitFirstStart.class)
          ? Page.Answer.DRAWS_THE_BIRTH
          : Page.Answer.REMEMBERS;
    } else if (has(plan, StartChange.PermitFirstStart.class)) {
      return isOfAdded(plan) ? Page.Answer.STARTS_THE_ADDED : Page.Answer.FOUNDS;
    } else if (has(plan, MemberChange.RemoveMember.class)) {
      return has(plan, MemberChange.AddLearner.class)
          ? Page.Answer.REPLACES
          : Page.Answer.ONLY_REMOVES;
    } else if (trustsTheCopy(plan)) {
      return Page.Answer.TRUSTS_THE_COPY;
    }
    return first(
            plan,
            Map.of(
                MemberChange.AddLearner.class, Page.Answer.JOINS,
                MemberChange.PromoteMember.class, Page.Answer.PROMOTES,
                MemberChange.ChangePeerUrl.class, Page.Answer.READDRESSES))
        .orElse(keeps(plan) ? Page.Answer.KEEPS : Page.Answer.STAYS_OUT);
  }

  private static Optional<Page.Answer> first(
      Plan plan, Map<Class<? extends Change>, Page.Answer> by) {
    return plan.changes().stream()
        .map(Change::getClass)
        .flatMap(c -> Stream.ofNullable(by.get(c)))
        .findFirst();
  }

  /** Local repair begins with what every case lacks: etcd itself. */
  private static boolean keeps(Plan plan) {
    return has(plan, FileChange.InstallRelease.class);
  }

  /** `existing`, which only an ID may that was added. */
  private static boolean isOfAdded(Plan plan) {
    return plan.changes().stream()
        .anyMatch(
            c ->
                c instanceof StartChange.PermitFirstStart p
                    && p.first().content().text().contains("initial-cluster-state: \"existing\""));
  }

  @Test
  void aFirstStartOnlyOfWhatNeverRan() {
    never(
        "starts a member for the first time that may have run",
        (seen, plan) -> {
          Page page = new Page(seen);
          boolean ran =
              isOfAdded(plan)
                  ? !page.mayStartTheAdded()
                  : seen.born().now() && (!page.neverStarted() || page.showsPublished());
          boolean emptied = page.isStartable() || has(plan, StartChange.MoveDataAside.class);
          return has(plan, StartChange.PermitFirstStart.class) && (ran || !emptied);
        });
  }

  @Test
  void withoutASharedSeedTheFoundersMeetFirst() {
    never(
        "founds on the word of a seed that is not shared",
        (seen, plan) ->
            has(plan, StartChange.PermitFirstStart.class)
                && !isOfAdded(plan)
                && seen.shared() == has(plan, StartChange.MeetFounders.class));
  }

  @Test
  void aBirthOnlyWhereNobodyKnowsOfOne() {
    never(
        "draws a birth although somebody may know of one",
        (seen, plan) -> {
          Page page = new Page(seen);
          boolean remembered = !page.nobodyRemembers() || !page.everyoneIsOutOfIt();
          boolean runs = seen.quorum().isOfBirth() && seen.data() == Data.Kind.VALID;
          boolean observed = has(plan, StartChange.RecordMark.class) || runs;
          return has(plan, StartChange.DrawBirth.class)
              && (!seen.born().none() || !seen.shared() || (observed ? !runs : remembered));
        });
  }

  /** Nothing that is found running may be founded anew, should the run be cut. */
  @Test
  void whatIsTakenOverIsMarkedBeforeItsBirthIsThere() {
    never(
        "remembers a birth before its members",
        (seen, plan) ->
            new Page(seen).answer() == Page.Answer.REMEMBERS
                && !(plan.changes().get(plan.changes().size() - 1)
                    instanceof StartChange.DrawBirth));
  }

  @Test
  void onlyTheOwnIdIsRemovedAndOnlyOfWhatIsLost() {
    never(
        "removes a member that it must not remove",
        (seen, plan) -> {
          Page page = new Page(seen);
          EtcdId own = seen.quorum().listsAddedId() ? Case.ADDED_ID : Case.ownId(Case.BIRTH);
          boolean keepsItsData =
              seen.data() == Data.Kind.VALID && seen.quorum().listsFirstId()
                  || Set.of(Data.Kind.FOREIGN, Data.Kind.UNKNOWN).contains(seen.data());
          return plan.changes().stream()
              .anyMatch(
                  c ->
                      c instanceof MemberChange.RemoveMember r
                          && (!r.id().equals(own)
                              || r.list().member(own).isEmpty()
                              || !page.quorum()
                              || !page.bearsRemoval()
                              || keepsItsData));
        });
  }

  @Test
  void nobodyIsListedTwice() {
    never(
        "adds what is listed",
        (seen, plan) ->
            plan.changes().stream()
                .anyMatch(
                    c ->
                        c instanceof MemberChange.AddLearner a
                            && (a.list().at(a.peerUrl()).isPresent()
                                || a.list().member(Case.ownId(Case.BIRTH)).isPresent()
                                || a.list().member(Case.ADDED_ID).isPresent()
                                || !new Page(seen).bearsAdd()
                                || seen.quorum() != Case.Said.NOT_LISTED
                                    && !has(plan, MemberChange.RemoveMember.class))));
  }

  @Test
  void theStepsOfAReplaceAreInOrder() {
    never(
        "has the steps of a replace in another order",
        (seen, plan) -> {
          List<Class<? extends Change>> steps = kinds(plan);
          int snapshot = steps.indexOf(FileChange.TakeSnapshot.class);
          if (snapshot < 0) {
            return has(plan, MemberChange.AddLearner.class)
                || has(plan, MemberChange.RemoveMember.class);
          }
          List<Class<? extends Change>> replace = steps.subList(snapshot, steps.size());
          boolean fenced =
              plan.changes().stream()
                  .noneMatch(c -> c instanceof ServiceChange.StopService s && !s.inTurn());
          return !replace.equals(sorted(replace, REPLACE))
              || has(plan, MemberChange.RemoveMember.class) && !fenced
              || seen.running() && !replace.contains(ServiceChange.StopService.class)
              || !replace.contains(MemberChange.Prove.class);
        });
  }

  @Test
  void aMemberThatLeftStaysOut() {
    never(
        "brings a member back that has left",
        (seen, plan) ->
            new Page(seen).hasLeft()
                && seen.order() != Case.Order.REJOIN
                && !OF_STAYING_OUT.containsAll(kinds(plan)));
  }

  @Test
  void whatNobodyWatchesIsRememberedBeforeItIsDone() {
    never(
        "replaces a member that nobody watches, and may do so for ever",
        (seen, plan) ->
            new Page(seen).isUnattended()
                && has(plan, MemberChange.RemoveMember.class)
                && (seen.order() == Case.Order.UNATTENDED_AGAIN
                    || !has(plan, MemberChange.RememberUnattended.class)));
    never(
        "moves valid data aside, and nobody watches",
        (seen, plan) ->
            new Page(seen).isUnattended()
                && seen.data() == Data.Kind.VALID
                && has(plan, StartChange.MoveDataAside.class));
  }

  @Test
  void aRefusalChangesNothing() {
    never(
        "refuses and changes something",
        (seen, plan) -> plan.refusal().isPresent() && !plan.changes().isEmpty());
  }

  @Test
  void onlyWhatIsOfNoUseMovesAside() {
    never(
        "moves data aside that is in use, or nobody's to move",
        (seen, plan) -> {
          Page page = new Page(seen);
          boolean inUse =
              seen.data() == Data.Kind.VALID
                  && !page.hasLeft()
                  && !(page.quorum() && seen.idKnown() && !seen.quorum().listsFirstId());
          boolean damaged =
              Set.of(Data.Kind.CORRUPT, Data.Kind.COPY).contains(seen.data())
                  && !page.quorum()
                  && !page.hasLeft();
          boolean nobodys = seen.data() == Data.Kind.FOREIGN;
          boolean unknown = seen.data() == Data.Kind.UNKNOWN && !page.hasLeft();
          return has(plan, StartChange.MoveDataAside.class)
              && (inUse || damaged || nobodys || unknown);
        });
  }

  @Test
  void nothingStartsBesideLeftovers() {
    never(
        "starts without data over what lies in `member`",
        (seen, plan) ->
            has(plan, StartChange.PermitFirstStart.class)
                && (seen.memberThere() || seen.data() == Data.Kind.EARLIER)
                && !has(plan, StartChange.MoveDataAside.class));
  }

  @Test
  void theStepsOfAFirstStartAreInOrder() {
    never(
        "has the steps of a first start in another order",
        (seen, plan) -> {
          List<Class<? extends Change>> steps = kinds(plan);
          List<Class<? extends Change>> first = steps.stream().filter(ORDER::contains).toList();
          int last = steps.size() - 2 - (has(plan, MemberChange.PromoteMember.class) ? 1 : 0);
          return has(plan, StartChange.PermitFirstStart.class)
              && (!first.equals(sorted(first, ORDER))
                  || !steps.contains(FileChange.KeepSeed.class)
                  || steps.get(last) != StartChange.ConfirmStarted.class
                  || steps.get(last - 1) != ServiceChange.StartService.class
                  || steps.get(last - 2) != StartChange.PermitFirstStart.class);
        });
  }

  /** No founding, no mark, no data moved; and what is allowed is what the seed would allow. */
  @Test
  void withoutTheSeedAMemberKeepsItsDataOrNothingIsDone() {
    Facts any = PLANS.keySet().iterator().next().facts();
    Desired wanted = Desired.of(Edge.config(), any, Edge.PAYLOAD);
    PLANS.keySet().stream()
        .limit(CASES / 4)
        .forEach(
            seen -> {
              Decision decision = Membership.decide(seen.factsWithoutTheSeed(), Edge.config());
              assertThat(decision)
                  .as(seen.toString())
                  .isInstanceOfAny(Decision.Refuse.class, Decision.Keep.class);
              Plan plan = Planner.plan(seen.factsWithoutTheSeed(), wanted);
              assertThat(plan.changes())
                  .as(seen.toString())
                  .doesNotHaveAnyElementsOfTypes(
                      StartChange.DrawBirth.class,
                      StartChange.MoveDataAside.class,
                      MemberChange.Prove.class,
                      MemberChange.RemoveMember.class,
                      MemberChange.AddLearner.class,
                      MemberChange.PromoteMember.class,
                      MemberChange.ChangePeerUrl.class,
                      StartChange.RecordMark.class,
                      StartChange.WriteMark.class,
                      StartChange.PermitFirstStart.class,
                      StartChange.ConfirmStarted.class,
                      FileChange.KeepSeed.class);
            });
  }

  @Test
  void whatRunsIsStoppedFirst() {
    never(
        "permits a first start beside an etcd that runs",
        (seen, plan) ->
            has(plan, StartChange.PermitFirstStart.class)
                && seen.running()
                && !has(plan, ServiceChange.StopService.class));
    never(
        "starts a second etcd beside one that runs",
        (seen, plan) ->
            has(plan, ServiceChange.StartService.class)
                && seen.running()
                && !has(plan, ServiceChange.StopService.class));
  }

  @Test
  void withoutAPermitOnlyAMemberWithItsDataIsStarted() {
    never(
        "starts what has no data",
        (seen, plan) ->
            has(plan, ServiceChange.StartService.class)
                && !has(plan, StartChange.PermitFirstStart.class)
                && !trustsTheCopy(plan)
                && seen.data() != Data.Kind.VALID);
  }

  @Test
  void permitAndMarksSpeakOfTheOwnId() {
    never(
        "marks or permits another ID than this member's",
        (seen, plan) -> {
          Birth birth = birthOf(plan);
          EtcdId own = isOfAdded(plan) ? Case.ADDED_ID : Case.ownId(birth);
          String token = birth.token();
          return plan.changes().stream()
              .anyMatch(
                  c ->
                      c instanceof StartChange.WriteMark w && !w.mark().isOf(own)
                          || c instanceof StartChange.WriteMark v
                              && !v.mark().isOwn(seen.ownInstallId())
                          || c instanceof StartChange.ConfirmStarted s && !s.mark().isOf(own)
                          || c instanceof StartChange.PermitFirstStart p
                              && !p.first().content().text().contains(token));
        });
  }

  private static Birth birthOf(Plan plan) {
    return plan.changes().stream()
        .flatMap(c -> c instanceof StartChange.DrawBirth d ? Stream.of(d.birth()) : Stream.empty())
        .findFirst()
        .orElse(Case.BIRTH);
  }

  private static List<Class<? extends Change>> kinds(Plan plan) {
    List<Class<? extends Change>> kinds = new ArrayList<>();
    plan.changes().stream()
        .filter(c -> !(c instanceof StartChange.MeetFounders meet && meet.lookOnly()))
        .forEach(c -> kinds.add(c.getClass()));
    return kinds;
  }

  /** Each at most once, in the order given; nothing beside them. */
  private static List<Class<? extends Change>> sorted(
      List<Class<? extends Change>> kinds, List<Class<? extends Change>> order) {
    return order.stream().filter(kinds::contains).toList();
  }

  private static boolean trustsTheCopy(Plan plan) {
    return plan.changes().stream()
        .anyMatch(
            c -> c instanceof FileChange.NoteDisk note && note.why().startsWith("the owner says"));
  }

  private static boolean has(Plan plan, Class<? extends Change> kind) {
    return plan.changes().stream().anyMatch(kind::isInstance);
  }

  private static void never(String what, BiPredicate<Case, Plan> broken) {
    PLANS.forEach(
        (seen, plan) -> {
          if (broken.test(seen, plan)) {
            fail("it %s:%n%s%n%s", what, seen, Rendering.of(plan));
          }
        });
  }
}
