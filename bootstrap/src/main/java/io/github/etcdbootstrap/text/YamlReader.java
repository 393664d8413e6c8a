package io.github.etcdbootstrap.text;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document strictly: UTF-8, no aliases, no duplicate keys, no tags of its own,
 * bounded in size and depth. Scalars are told apart as YAML 1.1 does, which is what etcd's own
 * reader follows.
 */
public final class YamlReader {
  /** A tree of it takes some hundred times as much memory, and a Pi gives a JVM little. */
  private static final int LARGEST = 128 << 10;

  private static final int DEEPEST = 20;

  /** A run looks several times, and mostly at what it has seen before. */
  private static final int MOST_KEPT = 256;

  private static final Map<Document, Yaml.Mapping> READ = new ConcurrentHashMap<>();

  private final String source;

  private YamlReader(String source) {
    this.source = source;
  }

  /**
   * Reads {@code text}; {@code source} names the file in messages.
   *
   * @throws BadInput if it is not one strict YAML document whose top is a mapping
   */
  public static Yaml.Mapping readMapping(String source, String text) {
    Document document = new Document(source, text);
    Yaml.Mapping known = READ.get(document);
    if (known != null) {
      return known;
    }
    Yaml.Mapping read = new YamlReader(source).top(text);
    if (READ.size() >= MOST_KEPT) {
      READ.clear();
    }
    READ.put(document, read);
    return read;
  }

  /** What was read, and what it is called in messages. */
  private record Document(String source, String text) {}

  /** The same for a file's bytes; bytes that are not UTF-8 are bad input too. */
  public static Yaml.Mapping readMapping(String source, byte[] utf8) {
    YamlReader reader = new YamlReader(source);
    return reader.top(reader.decode(utf8));
  }

  private String decode(byte[] utf8) {
    if (utf8.length > LARGEST) {
      throw tooLarge();
    }
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new BadInput(
          source + ":" + lineAt(text, text.length()) + ": is not UTF-8 text",
          "save it as UTF-8 (byte " + in.position() + " begins no character of it)");
    }
    return text;
  }

  private Yaml.Mapping top(String text) {
    if (text.length() > LARGEST) {
      throw tooLarge();
    }
    Node node = compose(text);
    if (node == null) {
      throw new BadInput(source + ": is empty", "write the keys that the README shows");
    }
    return new YamlTree(source).top(node);
  }

  private Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    // An alias shares its node until it is converted, and that stops at the first anchor.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LARGEST + 1);
    try {
      // The parts of SnakeYAML that are used, put together: its facade would load all the others.
      StreamReader reader = new StreamReader(new StringReader(text));
      return new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw bad(line, words(e));
    } catch (ReaderException e) {
      int at = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      throw bad(
          lineAt(text, at), "has the control character U+%04X in it".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      String message = String.valueOf(e.getMessage());
      throw notMeant(
          message.startsWith("Nesting Depth")
              ? "is nested more than " + DEEPEST + " deep"
              : "is not valid YAML: " + Shown.text(message));
    } catch (NumberFormatException e) {
      throw notMeant("is not valid YAML: an escape such as \\x is cut short");
    }
  }

  private BadInput tooLarge() {
    return notMeant("is larger than 128 KiB");
  }

  private BadInput notMeant(String what) {
    return new BadInput(source + ": " + what, "check that this is the file you meant to write");
  }

  private BadInput bad(int line, String what) {
    return new BadInput(
        source + ":" + line + ": " + what, "correct line " + line + " of " + source);
  }

  private static String words(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.startsWith("but found another document")) {
      return "a second document begins here, expected one";
    }
    return "is not valid YAML: " + Shown.text(problem);
  }

  private static int lineAt(String text, int end) {
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
