package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdVersion;
import java.util.Comparator;

/**
 * An etcd that has written the data, or may have.
 *
 * @param evidence what says so, in words
 */
public record WrittenBy(EtcdVersion version, String evidence) {
  static final Comparator<WrittenBy> ORDER = Comparator.comparing(WrittenBy::version);
}
