package io.github.etcdbootstrap.openrc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.FileChange;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.World;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program's change and the real etcd-run: what the one leaves when it is cut, the other ends.
 */
class CutPairTest {
  private static final HostPath CERTIFICATE = Layout.ETC.child("x.pem");
  private static final HostPath KEY = Layout.ETC.child("x-key.pem");
  private static final Ownership MODE = Ownership.root(0640);

  @TempDir private Path top;
  private final FakeWorld world = new FakeWorld(Edge.config());

  @Test
  void aPairMatchesAfterABootWhereverItsReplacementWasCut() throws Exception {
    List<Map<String, String>> states = statesOfAReplacement();
    assertThat(states).hasSizeGreaterThanOrEqualTo(6);
    for (int i = 0; i < states.size(); i++) {
      GuardedHost host = new GuardedHost(Files.createDirectory(top.resolve("state-" + i)));
      for (Map.Entry<String, String> file : states.get(i).entrySet()) {
        Files.writeString(host.root.resolve(file.getKey()), file.getValue());
      }

      assertThat(host.ended("--finish").status()).isZero();

      String certificate = Files.readString(host.root.resolve("x.pem"));
      assertThat(Files.readString(host.root.resolve("x-key.pem")))
          .as("in step %d: %s", i, states.get(i))
          .isEqualTo(certificate);
    }
    assertThat(states.get(states.size() - 1)).isEqualTo(Map.of("x.pem", "new", "x-key.pem", "new"));
  }

  /** What lies in `/etc/etcd` before the change, and after each of its writes. */
  private List<Map<String, String>> statesOfAReplacement() {
    List<Map<String, String>> states = new ArrayList<>();
    world.host.folder(Layout.ETC, Ownership.root(0755));
    world.host.write(file(CERTIFICATE, "old"));
    world.host.write(file(KEY, "old"));
    states.add(state());
    Host seen =
        (Host)
            Proxy.newProxyInstance(
                Host.class.getClassLoader(),
                new Class<?>[] {Host.class},
                (proxy, method, arguments) -> {
                  Object result = method.invoke(world.host, arguments);
                  states.add(state());
                  return result;
                });
    World real = world.world();
    new FileChange.ReplacePair(file(CERTIFICATE, "new"), file(KEY, "new"))
        .apply(
            new World(
                seen,
                real.cluster(),
                real.seed(),
                real.releases(),
                real.certificates(),
                real.report(),
                real.clock()));
    return states;
  }

  private Map<String, String> state() {
    Map<String, String> files = new TreeMap<>();
    for (String name : world.host.list(Layout.ETC)) {
      files.put(name, world.host.look(Layout.ETC.child(name)).content().orElseThrow().text());
    }
    return files;
  }

  private static NodeFile file(HostPath path, String text) {
    return new NodeFile(path, Content.of(text), MODE);
  }
}
