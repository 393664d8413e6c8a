package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which files were read in full since this boot, and what their sums were. */
final class SumNotes {
  private static final HostPath FILE = Layout.RUN.child("verified");

  private final Root root;
  private final Path bootId;
  private final Reading reading;
  private final Noting noting;
  private final Folders folders;
  private final AtomicFiles files;

  private Map<String, Note> notes;

  private boolean changed;

  SumNotes(
      Root root, Path bootId, Reading reading, Noting noting, Folders folders, AtomicFiles files) {
    this.root = root;
    this.bootId = bootId;
    this.reading = reading;
    this.noting = noting;
    this.folders = folders;
    this.files = files;
  }

  Optional<Sha256> sum(Path file, Stat stat) {
    return Optional.ofNullable(notes().get(root.pathOf(file).value()))
        .filter(note -> note.identity.equals(identity(stat)))
        .map(Note::sum);
  }

  /** Whatever its path. */
  Optional<Sha256> sumOf(Stat stat) {
    return notes().values().stream()
        .filter(note -> note.identity.equals(identity(stat)))
        .map(Note::sum)
        .findFirst();
  }

  void note(Path file, Stat stat, Sha256 sum) {
    notes().put(root.pathOf(file).value(), new Note(sum, identity(stat)));
    changed = true;
  }

  void save() {
    if (!changed || noting == Noting.NOTHING) {
      return;
    }
    changed = false;
    StringBuilder text = new StringBuilder(boot()).append('\n');
    notes().forEach((path, note) -> text.append(note.line(path)));
    try {
      folders.makeMissing(Layout.RUN);
      files.write(new NodeFile(FILE, Content.of(text.toString()), Ownership.root(0644)));
    } catch (HostFailure e) {
      // Only the next run's speed is lost.
      changed = true;
    }
  }

  private Map<String, Note> notes() {
    if (notes == null) {
      notes = new TreeMap<>();
      if (reading == Reading.TRUST_NOTES) {
        load();
      }
    }
    return notes;
  }

  private void load() {
    try {
      String[] lines = Files.readString(root.at(FILE)).split("\n");
      // Where /run outlives the boot, its notes do not.
      for (int i = 1; lines[0].equals(boot()) && i < lines.length; i++) {
        String[] fields = lines[i].split(" ", 3);
        notes.put(fields[2], new Note(new Sha256(fields[0]), fields[1]));
      }
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      notes.clear();
    }
  }

  private String boot() {
    try {
      return Files.readString(bootId).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String identity(Stat stat) {
    return stat.size() + "," + stat.device() + "," + stat.inode() + "," + stat.changed();
  }

  private record Note(Sha256 sum, String identity) {
    String line(String path) {
      return sum + " " + identity + " " + path + "\n";
    }
  }
}
