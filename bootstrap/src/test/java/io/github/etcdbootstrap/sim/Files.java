package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of one card; a write-ahead log goes where its file goes. */
final class Files {
  private static final Ownership FOLDER = Ownership.root(0755);

  private final Map<HostPath, FileState> states = new HashMap<>();
  private final Map<HostPath, TreeMap<String, HostPath>> folders = new HashMap<>();
  private final Map<HostPath, Log> logs = new HashMap<>();

  Files() {
    states.put(HostPath.of("/"), FileState.folder(FOLDER));
    folders.put(HostPath.of("/"), new TreeMap<>());
  }

  Files copy() {
    Files copy = new Files();
    copy.states.putAll(states);
    folders.forEach((folder, names) -> copy.folders.put(folder, new TreeMap<>(names)));
    logs.forEach((path, log) -> copy.logs.put(path, log.copy()));
    return copy;
  }

  FileState look(HostPath path) {
    return states.getOrDefault(path, FileState.ABSENT);
  }

  boolean has(HostPath path) {
    return states.containsKey(path);
  }

  List<String> list(HostPath folder) {
    TreeMap<String, HostPath> names = folders.get(folder);
    return names == null ? List.of() : new ArrayList<>(names.keySet());
  }

  /** Writes or replaces; folders that are missing above it are made. */
  void put(HostPath path, FileState state) {
    if (states.put(path, state) == null) {
      HostPath parent = path.parent();
      if (!states.containsKey(parent)) {
        put(parent, FileState.folder(FOLDER));
      }
      folders.get(parent).put(path.name(), path);
    }
    if (state.is(FileState.Kind.FOLDER)) {
      folders.computeIfAbsent(path, p -> new TreeMap<>());
    }
  }

  /** Removes it with all that is under it. */
  void remove(HostPath path) {
    if (states.remove(path) == null) {
      return;
    }
    logs.remove(path);
    folders.get(path.parent()).remove(path.name());
    TreeMap<String, HostPath> names = folders.remove(path);
    if (names != null) {
      new ArrayList<>(names.values()).forEach(this::removeBelow);
    }
  }

  private void removeBelow(HostPath path) {
    states.remove(path);
    logs.remove(path);
    TreeMap<String, HostPath> names = folders.remove(path);
    if (names != null) {
      names.values().forEach(this::removeBelow);
    }
  }

  void move(HostPath from, HostPath to) {
    Files moved = new Files();
    carry(from, to, moved);
    remove(from);
    moved.states.keySet().stream().filter(p -> p.isUnder(to)).sorted().forEach(p -> put(p, moved));
  }

  private void put(HostPath path, Files from) {
    put(path, from.states.get(path));
    Log log = from.logs.get(path);
    if (log != null) {
      logs.put(path, log);
    }
  }

  private void carry(HostPath from, HostPath to, Files into) {
    into.put(to, states.get(from));
    if (logs.containsKey(from)) {
      into.logs.put(to, logs.get(from));
    }
    for (String name : list(from)) {
      carry(from.child(name), to.child(name), into);
    }
  }

  /** The log whose file is in this folder. */
  Log log(HostPath wal) {
    return logs.get(wal.child("0-0.wal"));
  }

  void putLog(HostPath wal, Log log, FileState file) {
    HostPath path = wal.child("0-0.wal");
    put(path, file);
    logs.put(path, log);
  }

  /** Every log on this card, wherever it lies. */
  Iterable<Log> logs() {
    return logs.values();
  }
}
