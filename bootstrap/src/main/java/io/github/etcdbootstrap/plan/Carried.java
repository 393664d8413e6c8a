package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;

/**
 * What a baked image carries, so that its machine runs this program itself at each boot.
 *
 * @param jar this program
 * @param launcher starts it
 * @param atBoot runs it until it succeeds
 * @param bootScript the service that does so
 * @param bootConf its settings, with a place for the earliest time that can be right
 */
public record Carried(
    Content jar, Content launcher, Content atBoot, Content bootScript, Content bootConf) {}
