package io.github.etcdbootstrap.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns SnakeYAML's nodes into our own, refusing what a strict document does not have. */
final class YamlTree {
  private final String source;
  private final List<Problem> duplicates = new ArrayList<>();

  YamlTree(String source) {
    this.source = source;
  }

  Yaml.Mapping top(Node node) {
    Yaml top = convert(node);
    if (!duplicates.isEmpty()) {
      throw new BadInput(duplicates);
    }
    if (top instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw bad(lineOf(node), "expected `key: value` lines at the top");
  }

  private Yaml convert(Node node) {
    refuseAnchor(node);
    if (node instanceof ScalarNode scalar) {
      return new Yaml.Scalar(lineOf(node), kind(scalar), scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      refuseTagBut(Tag.SEQ, node);
      List<Yaml> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item)));
      return new Yaml.Sequence(lineOf(node), items);
    }
    refuseTagBut(Tag.MAP, node);
    return mapping((MappingNode) node);
  }

  private Yaml.Mapping mapping(MappingNode node) {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      String key = key(tuple.getKeyNode());
      Yaml value = convert(tuple.getValueNode());
      int line = lineOf(tuple.getKeyNode());
      Integer first = lines.putIfAbsent(key, line);
      if (first == null) {
        entries.put(key, value);
      } else {
        duplicates.add(
            problem(
                line,
                "`" + Shown.text(key) + "` stands here a second time, first in line " + first));
      }
    }
    return new Yaml.Mapping(lineOf(node), entries, lines);
  }

  private String key(Node node) {
    refuseAnchor(node);
    if (!(node instanceof ScalarNode scalar)) {
      throw bad(lineOf(node), "a key must be a plain word");
    }
    if (kind(scalar) == Yaml.Kind.EMPTY || scalar.getValue().isEmpty()) {
      throw bad(lineOf(node), "a value stands here without a key");
    }
    return scalar.getValue();
  }

  private Yaml.Kind kind(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(Tag.MERGE)) {
      return Yaml.Kind.STRING;
    } else if (tag.equals(Tag.INT)) {
      return Yaml.Kind.INTEGER;
    } else if (tag.equals(Tag.FLOAT)) {
      return Yaml.Kind.DECIMAL;
    } else if (tag.equals(Tag.BOOL)) {
      return Yaml.Kind.BOOLEAN;
    } else if (tag.equals(Tag.NULL)) {
      return Yaml.Kind.EMPTY;
    }
    throw unusedTag(node);
  }

  private void refuseTagBut(Tag plain, Node node) {
    if (!node.getTag().equals(plain)) {
      throw unusedTag(node);
    }
  }

  private void refuseAnchor(Node node) {
    if (node.getAnchor() != null) {
      throw bad(
          lineOf(node),
          "anchors and aliases (&" + Shown.text(node.getAnchor()) + ") are not used here");
    }
  }

  private BadInput unusedTag(Node node) {
    return bad(
        lineOf(node), "the tag " + Shown.text(node.getTag().getValue()) + " is not used here");
  }

  private BadInput bad(int line, String what) {
    return new BadInput(List.of(problem(line, what)));
  }

  private Problem problem(int line, String what) {
    return new Problem(source + ":" + line + ": " + what, "correct line " + line + " of " + source);
  }

  private static int lineOf(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
