package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;

/**
 * What an image is to become.
 *
 * @param config of the member it is baked for; else of any, for what is the same on all of them
 * @param named whether it is baked for one member, with all that makes it that member
 * @param seedPlace where the seed will be on its machine, unless it carries its own
 * @param when now, for a birth that is drawn: all else has the image's own time
 */
public record Baking(
    NodeConfig config,
    boolean named,
    String seedPlace,
    Payload payload,
    Carried carried,
    String when) {}
