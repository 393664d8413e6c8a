package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import java.util.Optional;

/**
 * What an image is to become.
 *
 * @param config of the member it is baked for; else of any, for what is the same on all of them
 * @param named whether it is baked for one member, with all that makes it that member
 * @param seedPlace where the seed will be on its machine, if its owner has said so
 * @param when now, for a birth that is drawn: all else has the image's own time
 */
public record Baking(
    NodeConfig config,
    boolean named,
    Optional<String> seedPlace,
    Payload payload,
    Carried carried,
    String when) {
  /** Where else it will be, unless the image carries its own, or says where. */
  public static final String STICK = "/media/usb";
}
