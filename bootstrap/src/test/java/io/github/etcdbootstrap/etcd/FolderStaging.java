package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A staging folder without any of its safety, to see what is put into it. */
record FolderStaging(Path folder) implements Staging {
  TreeMap<String, String> files() throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW);
  }

  @Override
  public void clear() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void note(String name, Content content) throws IOException {
    Files.write(folder.resolve(name), content.bytes());
  }

  @Override
  public void commit() {
    throw new IllegalStateException("a download commits nothing");
  }

  @Override
  public void close() {}
}
