package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Founder;
import io.github.etcdbootstrap.plan.Cluster.Meeting;
import java.util.List;

/** One founder's side of a meeting: its run answers on its port. */
final class SimMeeting implements Meeting {
  private final SimWorld world;
  private final Pi pi;
  private final Run run;
  private final Birth birth;
  private boolean met;

  SimMeeting(SimWorld world, Pi pi, Run run, Birth birth) {
    this.world = world;
    this.pi = pi;
    this.run = run;
    this.birth = birth;
    pi.meeting = this;
  }

  @Override
  public List<Presence> others() {
    run.touch();
    return birth.founders().stream()
        .filter(f -> !f.name().value().equals(pi.name()))
        .map(this::presence)
        .toList();
  }

  private Presence presence(Founder founder) {
    Pi other = world.at(founder.peerUrl());
    if (other == null || !world.reaches(pi, other)) {
      return Presence.ABSENT;
    } else if (other.etcd != null) {
      boolean ours = other.etcd.log.cluster == birth.clusterId().value();
      return ours ? Presence.STARTED : Presence.ABSENT;
    }
    SimMeeting there = other.meeting;
    if (there == null || there.run.isFrozen() || !there.birth.token().equals(birth.token())) {
      return Presence.ABSENT;
    }
    return there.met ? Presence.MET : Presence.UNSTARTED;
  }

  @Override
  public void sayMet() {
    run.touch();
    met = true;
  }

  @Override
  public void close() {
    run.touch();
    if (pi.meeting == this) {
      pi.meeting = null;
    }
  }
}
