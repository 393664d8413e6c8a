package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import java.util.List;
import java.util.Map;

/**
 * One immutable snapshot of an image and of the seed that it is baked from.
 *
 * @param facts as of any host; nobody is asked for an image's peers
 * @param jarThere whether the image has this very program already
 * @param keys all private keys where the program keeps them
 * @param earlierBirths the seed's files of them, by name
 */
public record ImageFacts(
    Facts facts, boolean jarThere, List<HostPath> keys, Map<String, Content> earlierBirths) {
  public ImageFacts {
    keys = List.copyOf(keys);
    earlierBirths = Map.copyOf(earlierBirths);
  }
}
