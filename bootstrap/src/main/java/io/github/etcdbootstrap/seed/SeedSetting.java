package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What `/etc/etcd-bootstrap.yml` says.
 *
 * @param where its line, for messages
 */
record SeedSetting(String where, String place) {
  static final String FILE = Layout.SEED_SETTING.value();

  private static final String KEY = "seed";
  private static final int LARGEST = 1 << 20;

  /** Empty if there is no such file. */
  static Optional<SeedSetting> read(Path root) {
    Path file = root.resolve(FILE.substring(1));
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BadInput(
          FILE + ": is not a file", "write `seed: /media/usb` in a file, or remove it");
    }
    try (var in = Files.newInputStream(file)) {
      return Optional.of(read(in.readNBytes(LARGEST + 1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw SeedFailure.reading(FILE, e);
    }
  }

  private static SeedSetting read(byte[] bytes) {
    YamlFields fields = new YamlFields(FILE, YamlReader.readMapping(FILE, bytes));
    fields.only(Set.of(KEY));
    Optional<String> place =
        fields.required(KEY, "write `seed: /media/usb`, or remove the file")
            ? fields.string(KEY)
            : Optional.empty();
    fields.throwIfBad();
    return new SeedSetting(
        FILE + ":" + fields.mapping().lineOf(KEY) + ": `" + KEY + "`", place.orElseThrow());
  }
}
