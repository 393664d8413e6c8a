package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.Golden;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.text.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shapes of `--json` that others build upon, as the design pins them. */
class JsonShapesTest {
  @Test
  void aPlan() {
    Plan plan = new FakeWorld(Edge.config()).planning().get();

    check("plan.json", PlanJson.of("x-k3s-m-1", plan));
  }

  @Test
  void aRefusedPlan() {
    Refusal refusal =
        new Refusal("why → \"so\"", List.of("seen 1", "seen 2"), List.of("do <this>"), true);

    check(
        "plan-refused.json",
        PlanJson.of("x-k3s-m-1", new Plan(List.of(), Optional.of(refusal), List.of("w"))));
  }

  @Test
  void anEmptyPlan() {
    assertThat(PlanJson.of("x", new Plan(List.of(), Optional.empty(), List.of())).toString())
        .isEqualTo("{\"host\":\"x\",\"changes\":[],\"refusal\":null}");
  }

  @Test
  void aStatus() {
    check("status.json", StatusJson.of("k3s-edge", MembersTableTest.three()));
  }

  @Test
  void aStatusOfNobody() {
    assertThat(StatusJson.of("k3s-edge", List.of()).toString())
        .isEqualTo("{\"cluster\":{\"id\":null,\"name\":\"k3s-edge\"},\"members\":[]}");
  }

  private static void check(String file, com.google.gson.JsonElement json) {
    Golden.check("cli/" + file, Json.write(json) + "\n");
  }
}
