package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Folder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder whose files are these. */
record MemoryFolder(String place, Map<String, Content> files) implements Folder {
  static MemoryFolder of(String place, Map<String, Content> files) {
    return new MemoryFolder(place, new TreeMap<>(files));
  }

  @Override
  public String nameOf(String file) {
    return place + "/" + file;
  }

  @Override
  public void make(Access access) {
    // It is there.
  }

  @Override
  public Optional<Content> read(String name) {
    return Optional.ofNullable(files.get(name));
  }

  @Override
  public boolean add(String name, Content content, Access access) {
    return files.putIfAbsent(name, content) == null;
  }

  @Override
  public void replace(String name, Content content, Access access) {
    files.put(name, content);
  }

  @Override
  public void remove(String name) {
    files.remove(name);
  }
}
