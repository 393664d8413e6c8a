package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** A release being unpacked into a host in memory; nothing of it is there before the commit. */
public final class FakeStaging implements Staging {
  private final Host host;
  private final HostPath folder;
  private final Map<String, ByteArrayOutputStream> programs = new HashMap<>();
  private final Map<String, Content> notes = new HashMap<>();

  public FakeStaging(Host host, HostPath folder) {
    this.host = host;
    this.folder = folder;
  }

  @Override
  public OutputStream create(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    programs.put(name, bytes);
    return bytes;
  }

  @Override
  public void clear() {
    programs.clear();
  }

  @Override
  public void note(String name, Content content) {
    notes.put(name, content);
  }

  @Override
  public void commit() {
    host.folder(folder, Ownership.root(0755));
    programs.forEach((name, bytes) -> put(name, Content.of(bytes.toByteArray()), 0755));
    notes.forEach((name, content) -> put(name, content, 0644));
  }

  private void put(String name, Content content, int mode) {
    host.write(new NodeFile(folder.child(name), content, Ownership.root(mode)));
  }

  @Override
  public void close() {}
}
