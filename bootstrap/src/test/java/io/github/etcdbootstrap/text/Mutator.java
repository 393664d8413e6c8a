package io.github.etcdbootstrap.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Damages files as cards, cables, editors and mischief do; the same way every time. */
final class Mutator {
  /** What YAML, JSON, PEM, a terminal or an account file may stumble over. */
  private static final List<String> SYNTAX =
      List.of(
          "&a ",
          "*a",
          "!!",
          "!!binary ",
          "!x ",
          "{[",
          "]}",
          "%",
          "%YAML 9.9\n",
          "\t",
          "\n---\n",
          "\n...\n",
          "? ",
          "<<: ",
          "\0",
          "\uFEFF",
          "\u2028",
          "\u0085",
          "\u202e",
          "\r",
          "\r\n",
          ": ",
          "- ",
          "|\n",
          ">-\n",
          "\"",
          "'",
          "#",
          "\\",
          "\\x1b",
          "\u001b[31m",
          "\u0007",
          ",",
          "~",
          "null",
          "yes",
          "-1",
          "0x10",
          "1_000",
          "1:30",
          "1e999",
          ".inf",
          "9".repeat(400),
          "[]",
          "{}",
          "\"\"",
          "${",
          "{{",
          "<x>",
          "@X@",
          "NODE9",
          "http://[",
          "https://me:word@h/",
          "//",
          "/../",
          "::",
          "fe80::1%eth0",
          "255.255.255.255",
          "\\134",
          "\\040",
          "-----BEGIN X-----\n",
          "-----END X-----\n",
          "=",
          "MAA",
          " - ",
          "# end\n",
          "\u00fc",
          "\ud83d\ude00");

  private static final List<byte[]> BYTES =
      List.of(
          new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc3}, new byte[] {(byte) 0xed, -96, -128});

  private final Random random;
  private final List<byte[]> files;

  Mutator(long seed, List<byte[]> files) {
    this.random = new Random(seed);
    this.files = files;
  }

  /** One of the files, changed once or a few times. */
  byte[] next() {
    byte[] file = any(files);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      file = mutated(file);
    }
    return file;
  }

  private byte[] mutated(byte[] file) {
    int at = random.nextInt(file.length + 1);
    switch (random.nextInt(10)) {
      case 0:
        return flipped(file);
      case 1:
        return Arrays.copyOf(file, at);
      case 2:
        return lines(file, Lines.DOUBLE);
      case 3:
        return lines(file, Lines.REMOVE);
      case 4:
        return lines(file, Lines.SWAP);
      case 5:
        return chunk(file);
      case 6:
        return splice(file, any(files));
      case 7:
        return random.nextInt(4) > 0 ? insert(file, at, syntax()) : insert(file, at, any(BYTES));
      case 8:
        return replaceWord(file);
      default:
        return random.nextInt(6) > 0 ? insert(file, at, syntax()) : insert(file, at, much());
    }
  }

  private byte[] flipped(byte[] file) {
    byte[] changed = file.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return changed;
  }

  private enum Lines {
    DOUBLE,
    REMOVE,
    SWAP
  }

  private byte[] lines(byte[] file, Lines how) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int at = random.nextInt(lines.size());
    switch (how) {
      case DOUBLE -> lines.add(random.nextInt(lines.size() + 1), lines.get(at));
      case REMOVE -> lines.remove(at);
      default -> Collections.swap(lines, at, random.nextInt(lines.size()));
    }
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Some bytes of it, once more in another place. */
  private byte[] chunk(byte[] file) {
    int from = random.nextInt(file.length + 1);
    int to = Math.min(file.length, from + random.nextInt(60));
    return insert(file, random.nextInt(file.length + 1), Arrays.copyOfRange(file, from, to));
  }

  private byte[] splice(byte[] file, byte[] other) {
    byte[] head = Arrays.copyOf(file, random.nextInt(file.length + 1));
    int from = random.nextInt(other.length + 1);
    return insert(head, head.length, Arrays.copyOfRange(other, from, other.length));
  }

  /** One value gives way to another, as a typing error does it. */
  private byte[] replaceWord(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<String> words = new ArrayList<>(Arrays.asList(text.split("(?<=[ \n:,])|(?=[ \n:,])")));
    String by =
        random.nextBoolean()
            ? words.get(random.nextInt(words.size()))
            : new String(syntax(), StandardCharsets.ISO_8859_1);
    words.set(random.nextInt(words.size()), by);
    return String.join("", words).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] syntax() {
    return any(SYNTAX).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] much() {
    return any(SYNTAX).repeat(2000).getBytes(StandardCharsets.UTF_8);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static byte[] insert(byte[] file, int at, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.writeBytes(more);
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }
}
