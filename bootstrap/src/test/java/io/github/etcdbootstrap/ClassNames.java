package io.github.etcdbootstrap;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a compiled class could mean a class by: its own references and any text in it. */
final class ClassNames {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$/]+)[;<]");
  private static final Pattern IN_TEXT = Pattern.compile("[\\w$]+(?:[./][\\w$]+)+");

  private ClassNames() {}

  static Set<String> in(byte[] compiled) throws IOException {
    Set<String> names = new HashSet<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(compiled));
    in.skipNBytes(8);
    int constants = in.readUnsignedShort();
    for (int i = 1; i < constants; i++) {
      int kind = in.readUnsignedByte();
      switch (kind) {
        case 1 -> addAll(in.readUTF(), names);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // the format counts these twice
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant of kind " + kind);
      }
    }
    return names;
  }

  private static void addAll(String text, Set<String> names) {
    names.add(text);
    for (Matcher found = IN_DESCRIPTOR.matcher(text); found.find(); ) {
      names.add(found.group(1));
    }
    for (Matcher found = IN_TEXT.matcher(text); found.find(); ) {
      names.add(found.group().replace('.', '/'));
    }
  }
}
