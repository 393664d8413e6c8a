package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A stick in memory. */
public class FakeSeed implements Seed {
  public static final String PLACE = "/media/usb";

  public final TreeMap<String, Content> files = new TreeMap<>();
  public boolean writable = true;
  public Optional<String> standsInFor = Optional.empty();

  @Override
  public String place() {
    return PLACE;
  }

  @Override
  public String nameOf(String file) {
    return PLACE + "/" + file;
  }

  @Override
  public Optional<HostPath> folder() {
    return Optional.of(HostPath.of(PLACE));
  }

  @Override
  public Optional<String> standsInFor() {
    return standsInFor;
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public Optional<Content> read(String name) {
    return Optional.ofNullable(files.get(name));
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return files.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()).replaceFirst("/.*", ""))
        .distinct()
        .toList();
  }

  @Override
  public boolean publish(String name, Content content, String author) {
    return files.putIfAbsent(name, content) == null;
  }

  /** As the port says of a file that nobody else writes: what is there stays. */
  @Override
  public void put(String name, Content content) {
    files.putIfAbsent(name, content);
  }
}
