package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.List;

/** The copy of the seed on the card: how it is kept, and what it serves when the seed is gone. */
final class KeptSeedStories {
  private KeptSeedStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "kept-missing",
            "A finished host without a copy of the seed: one is kept.",
            aFinishedHost().withoutCopy()),
        new Story(
            "kept-stale",
            "The inventory was changed: the copy follows.",
            aFinishedHost().file(kept("cluster.yml"), copied("the old inventory"))),
        new Story(
            "kept-stale-in-several",
            "Another birth and another key: the inventory is written last, too.",
            aFinishedHost()
                .file(kept(Birth.FILE), copied("an earlier birth"))
                .file(kept("client-key.pem"), copied("an old key"))),
        new Story(
            "kept-too-much",
            "The seed has no template any more, and a run was cut while it kept a key.",
            aFinishedHost()
                .file(kept("conf.yml.in"), copied("snapshot-count: 1"))
                .file(kept(".client-key.pem.etcd-bootstrap-0a1b"), copied("half a k"))),
        new Story(
            "kept-open",
            "Somebody made the copy readable by all.",
            aFinishedHost()
                .owned(Layout.KEPT_SEED, Ownership.root(0755))
                .owned(kept("client-key.pem"), Ownership.root(0644))),
        new Story(
            "kept-serves-healthy",
            "The seed is gone from a healthy member: nothing is to be done.",
            aFinishedHost().seedKept()),
        new Story(
            "kept-serves-repair",
            "The seed is gone, and conf.yml and a key are damaged: the copy repairs them.",
            aFinishedHost()
                .seedKept()
                .text(Layout.CONF, "name: [\n")
                .file(
                    Layout.ETC.child("client-key.pem"),
                    FileState.file(Content.of(""), new Ownership("root", "etcd", 0640)))),
        new Story(
            "kept-serves-start",
            "The seed is gone, and the member is down: it has its data, and is started.",
            aFinishedHost()
                .seedKept()
                .service(Status.STOPPED)
                .health(Cluster.OwnHealth.SILENT)
                .peersSilent()),
        new Story(
            "kept-serves-no-marks",
            "The seed is gone, and does not know of the start yet: that waits, without a word.",
            aFinishedHost().ownMarkOnCard(Mark.State.STARTED).seedKept()),
        new Story(
            "kept-serves-no-first-start",
            "The seed is gone, and so is the data: the copy decides nothing.",
            Scenario.anInstalledHost()
                .ownMarkOnCard(Mark.State.STARTED)
                .seedKept()
                .peerFormed(2, 1, 2, 3)
                .quorumLists(1, 2, 3)),
        new Story(
            "kept-serves-no-founding",
            "A copy without any mark, as on an image: not even a first start.",
            Scenario.anInstalledHost().seedKept()),
        new Story(
            "kept-serves-no-birth",
            "A copy that knows no birth founds no cluster.",
            aBareHost().seedKept()),
        new Story(
            "kept-serves-no-join",
            "The seed is gone, and the cluster has removed this member.",
            aFinishedHost()
                .seedKept()
                .health(Cluster.OwnHealth.SILENT)
                .peerFormedWithoutUs(2)
                .quorumWithoutUs()),
        new Story(
            "kept-serves-no-copied-card",
            "The seed is gone, and the data was begun on another disk.",
            aFinishedHost().data(Data.Kind.COPY).seedKept().peersSilent()),
        new Story(
            "kept-anothers-card",
            "The seed is gone, and the card is another member's: row 2 says so.",
            aFinishedHost().card("x-k3s-m-2").seedKept()));
  }

  private static HostPath kept(String name) {
    return Layout.KEPT_SEED.child(name);
  }

  private static FileState copied(String text) {
    return FileState.file(Content.of(text), KeptCopy.FILE);
  }
}
