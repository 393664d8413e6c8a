package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Staging;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A release being unpacked; nothing of it is there before the commit. */
final class SimStaging implements Staging {
  private final SimHost host;
  private final HostPath folder;
  private final Map<String, ByteArrayOutputStream> programs = new HashMap<>();
  private final List<NodeFile> notes = new ArrayList<>();

  SimStaging(SimHost host, HostPath folder) {
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
    notes.add(new NodeFile(folder.child(name), content, Ownership.root(0644)));
  }

  @Override
  public void commit() {
    host.folder(folder, Ownership.root(0755));
    programs.forEach(
        (name, bytes) ->
            host.write(
                new NodeFile(
                    folder.child(name), Content.of(bytes.toByteArray()), Ownership.root(0755))));
    notes.forEach(host::write);
  }

  @Override
  public void close() {}
}
