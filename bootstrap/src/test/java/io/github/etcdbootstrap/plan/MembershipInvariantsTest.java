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
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must never break, whatever is seen: many thousands of combinations of facts. */
class MembershipInvariantsTest {
  private static final int CASES = 40_000;
  private static final long SEED = 352;

  /** The order within a first start; the first three only where they are needed. */
  private static final List<Class<? extends Change>> ORDER =
      List.of(
          Change.DrawBirth.class,
          Change.StopService.class,
          Change.MoveDataAside.class,
          Change.WriteMark.class,
          Change.PermitFirstStart.class,
          Change.StartService.class,
          Change.ConfirmStarted.class);

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
    Map<String, Integer> answers = new TreeMap<>();
    PLANS.forEach((seen, plan) -> answers.merge(kindOf(plan), 1, Integer::sum));

    assertThat(answers).containsOnlyKeys("birth", "first start", "keep", "refusal");
    assertThat(answers.values()).allSatisfy(n -> assertThat(n).isGreaterThan(200));
  }

  private static String kindOf(Plan plan) {
    if (plan.refusal().isPresent()) {
      return "refusal";
    }
    return has(plan, Change.DrawBirth.class)
        ? "birth"
        : has(plan, Change.PermitFirstStart.class) ? "first start" : "keep";
  }

  @Test
  void aFirstStartOnlyOfWhatNeverRan() {
    never(
        "starts a member for the first time that may have run",
        (seen, plan) -> {
          Page page = new Page(seen);
          boolean ran = seen.born().now() && (!page.neverStarted() || page.showsPublished());
          return has(plan, Change.PermitFirstStart.class)
              && (ran || !page.isStartable() || !seen.shared());
        });
  }

  @Test
  void aBirthOnlyWhereNobodyKnowsOfOne() {
    never(
        "draws a birth although somebody may know of one",
        (seen, plan) -> {
          Page page = new Page(seen);
          boolean known = seen.born().now() || seen.born() == Case.Born.UNREADABLE;
          boolean remembered = !page.nobodyRemembers() || !page.everyoneIsOutOfIt();
          return has(plan, Change.DrawBirth.class) && (known || remembered || !seen.shared());
        });
  }

  /** Both ways: what the page allows is done, too. */
  @Test
  void aFirstStartWhereverThePageAllowsOne() {
    never(
        "does not decide as the page on membership does",
        (seen, plan) ->
            has(plan, Change.PermitFirstStart.class) != new Page(seen).allowsFirstStart());
  }

  @Test
  void aRefusalChangesNothing() {
    never(
        "refuses and changes something",
        (seen, plan) -> plan.refusal().isPresent() && !plan.changes().isEmpty());
  }

  @Test
  void onlyWhatMayBeStartedFromNothingMovesAside() {
    never(
        "moves data aside that is in use, or nobody's to move",
        (seen, plan) -> has(plan, Change.MoveDataAside.class) && !new Page(seen).isStartable());
  }

  @Test
  void nothingStartsBesideLeftovers() {
    never(
        "starts without data over what lies in `member`",
        (seen, plan) ->
            has(plan, Change.PermitFirstStart.class)
                && (seen.memberThere() || seen.data() == Data.Kind.EARLIER)
                && !has(plan, Change.MoveDataAside.class));
  }

  @Test
  void theStepsOfAFirstStartAreInOrder() {
    never(
        "has the steps of a first start in another order",
        (seen, plan) -> {
          List<Class<? extends Change>> steps = new ArrayList<>();
          plan.changes().forEach(c -> steps.add(c.getClass()));
          List<Class<? extends Change>> first = steps.stream().filter(ORDER::contains).toList();
          List<Class<? extends Change>> sorted =
              first.stream().sorted((a, b) -> ORDER.indexOf(a) - ORDER.indexOf(b)).toList();
          int last = steps.size() - 2;
          return has(plan, Change.PermitFirstStart.class)
              && (!first.equals(sorted)
                  || steps.get(last + 1) != Change.KeepSeed.class
                  || first.stream().distinct().count() != first.size()
                  || steps.get(last) != Change.ConfirmStarted.class
                  || steps.get(last - 1) != Change.StartService.class
                  || steps.get(last - 2) != Change.PermitFirstStart.class);
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
                      Change.DrawBirth.class,
                      Change.MoveDataAside.class,
                      Change.WriteMark.class,
                      Change.PermitFirstStart.class,
                      Change.ConfirmStarted.class,
                      Change.KeepSeed.class);
            });
  }

  @Test
  void whatRunsIsStoppedFirst() {
    never(
        "permits a first start beside an etcd that runs",
        (seen, plan) ->
            has(plan, Change.PermitFirstStart.class)
                && seen.running()
                && !has(plan, Change.StopService.class));
    never(
        "starts a second etcd beside one that runs",
        (seen, plan) ->
            has(plan, Change.StartService.class)
                && seen.running()
                && !has(plan, Change.StopService.class));
  }

  @Test
  void withoutAPermitOnlyAMemberWithItsDataIsStarted() {
    never(
        "starts what has no data",
        (seen, plan) ->
            has(plan, Change.StartService.class)
                && !has(plan, Change.PermitFirstStart.class)
                && seen.data() != Data.Kind.VALID);
  }

  @Test
  void permitAndMarksSpeakOfTheFoundersOwnId() {
    never(
        "marks or permits another ID than the founder's",
        (seen, plan) -> {
          Birth birth = birthOf(plan);
          EtcdId own = Case.ownId(birth);
          String token = birth.token();
          return plan.changes().stream()
              .anyMatch(
                  c ->
                      c instanceof Change.WriteMark w && !w.mark().isOf(own)
                          || c instanceof Change.WriteMark v && !v.mark().isOwn(seen.ownInstallId())
                          || c instanceof Change.ConfirmStarted s && !s.mark().isOf(own)
                          || c instanceof Change.PermitFirstStart p
                              && !p.first().content().text().contains(token));
        });
  }

  private static Birth birthOf(Plan plan) {
    return plan.changes().stream()
        .flatMap(c -> c instanceof Change.DrawBirth d ? Stream.of(d.birth()) : Stream.empty())
        .findFirst()
        .orElse(Case.BIRTH);
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
