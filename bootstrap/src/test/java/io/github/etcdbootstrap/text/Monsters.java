package io.github.etcdbootstrap.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** Files that are made to hang it or to exhaust it. */
public final class Monsters {
  private static final List<String> REPEATED =
      List.of(
          "x",
          "\n",
          " ",
          "[",
          "{",
          "{a: ",
          "- ",
          "-\n",
          "? ",
          ": ",
          "#",
          "&a [",
          "*a ",
          "!a ",
          "a: ",
          "a:\n ",
          "\"",
          "'",
          "\\x41",
          "\0",
          "\uFEFF",
          "${",
          "{{",
          "<a",
          "@a",
          "NODE1 ",
          "1:1",
          "9",
          "1s",
          "a.",
          "-",
          "::",
          ",",
          "[],",
          "{},",
          "~,",
          "a,",
          "1,",
          "[\"",
          "{\"id\":1},",
          "-----BEGIN X-----\n",
          "-----BEGIN X-----\n-----END X-----\n",
          "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
          "a: b\n",
          "x:y:1:\n",
          "x:y:1:1:a:/:/\n",
          "\r",
          "\u2028",
          "\ud83d\ude00");

  private static final List<String> BEFORE =
      List.of(
          "",
          "a: ",
          "a: [",
          "a: {",
          "a: \"",
          "cluster: \"",
          "members: {",
          "token: \"",
          "tuning: {auto-compaction-retention: \"",
          "auto-compaction-retention: \"",
          "log-level: \"",
          "cluster: a\nmembers:\n",
          "[",
          "{\"health\":\"",
          "-----BEGIN CERTIFICATE-----\n",
          "-----BEGIN EC PRIVATE KEY-----\n");

  private Monsters() {}

  /** Made one at a time: a small heap is to read them. */
  public static List<Supplier<byte[]>> plain(int size) {
    List<Supplier<byte[]>> all = new ArrayList<>();
    for (String repeated : REPEATED) {
      all.add(() -> filled(size, "", repeated));
    }
    for (String type : List.of("CERTIFICATE", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY")) {
      all.add(() -> nested(size, type, 0x30, 0x80));
      all.add(() -> nested(size, type, 0xa0, 0x80));
    }
    return all;
  }

  /** Those that are a value of something, too. */
  public static List<Supplier<byte[]>> all(int size) {
    List<Supplier<byte[]>> all = new ArrayList<>(plain(size));
    for (String before : BEFORE) {
      for (String repeated : List.of("1s", "${", "1:1", "[],", "a,")) {
        all.add(() -> filled(size, before, repeated));
      }
    }
    all.add(Monsters::laughs);
    all.add(() -> keys(size));
    return all;
  }

  /** Closed, where it was opened, so that there is a value. */
  private static byte[] filled(int size, String before, String repeated) {
    byte[] one = repeated.getBytes(StandardCharsets.UTF_8);
    byte[] end = (before.endsWith("\"") ? "\"\n" : "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    while (out.size() + one.length + end.length <= size) {
      out.writeBytes(one);
    }
    out.writeBytes(end);
    return out.toByteArray();
  }

  private static byte[] laughs() {
    StringBuilder text = new StringBuilder("l0: &l0 [ha, ha]\n");
    for (int i = 1; i < 60; i++) {
      text.append("l%d: &l%d [*l%d, *l%d]\n".formatted(i, i, i - 1, i - 1));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] keys(int size) {
    StringBuilder text = new StringBuilder("cluster: a\nmembers: {a: 192.168.7.11}\n");
    for (int i = 0; text.length() < size - 20; i++) {
      text.append('k').append(i).append(": v\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** ASN.1 within ASN.1, without end. */
  private static byte[] nested(int size, String type, int... level) {
    byte[] der = new byte[size / 3 * 2];
    for (int i = 0; i < der.length; i++) {
      der[i] = (byte) level[i % level.length];
    }
    String body = Base64.getMimeEncoder().encodeToString(der);
    return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
