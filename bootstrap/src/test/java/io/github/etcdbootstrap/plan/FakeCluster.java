package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Member;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers what a test tells it to; everybody is silent at first. */
public final class FakeCluster implements Cluster {
  public final Map<Member, Supplier<PeerPage>> pages = new HashMap<>();
  public final List<Member> asked = new ArrayList<>();
  public final List<MemberStatus> statuses = new ArrayList<>();
  public Supplier<OwnHealth> health = () -> OwnHealth.SILENT;
  public Optional<MemberList> members = Optional.empty();

  @Override
  public OwnHealth ownHealth(URI metrics) {
    return health.get();
  }

  @Override
  public List<Member> listening(List<Member> members) {
    return members.stream().filter(m -> page(m).answer() != PeerPage.Answer.SILENT).toList();
  }

  @Override
  public List<PeerPage> pages(List<Member> members) {
    asked.addAll(members);
    return members.stream().map(this::page).toList();
  }

  private PeerPage page(Member member) {
    return pages.getOrDefault(member, () -> silent(member)).get();
  }

  static PeerPage silent(Member member) {
    return new PeerPage(member, PeerPage.Answer.SILENT, Optional.empty(), "connection refused");
  }

  @Override
  public Optional<MemberList> members() {
    return members;
  }

  @Override
  public List<MemberStatus> statuses() {
    return statuses;
  }
}
