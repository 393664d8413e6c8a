package io.github.etcdbootstrap.model;

/** A line of the inventory. */
public record Member(MemberName name, IpAddress address) {}
