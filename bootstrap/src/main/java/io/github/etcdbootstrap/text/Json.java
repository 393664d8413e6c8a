package io.github.etcdbootstrap.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON by Gson: peers' pages in, `--json` out. */
public final class Json {
  private Json() {}

  /** Made only where something is written: a quiet run writes nothing. */
  private static final class Writing {
    static final Gson PRETTY =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  }

  /**
   * @throws BadInput if {@code text} is not JSON; {@code source} names where it came from
   */
  public static JsonElement read(String source, String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      // Lenient, Gson never comes to the end of some pages that are no JSON.
      reader.setStrictness(Strictness.STRICT);
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return json;
      }
      throw new JsonParseException("more behind the end");
    } catch (IOException | JsonParseException e) {
      throw new BadInput(source + ": is not JSON", "look at what answers there");
    }
  }

  /**
   * The members of an object whose values are all scalars, as text; read as a stream, which is much
   * less of Gson to load than a tree.
   *
   * @throws BadInput if {@code text} is anything else
   */
  public static Map<String, String> readFlat(String source, String text) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.beginObject();
      while (reader.hasNext()) {
        members.put(reader.nextName(), reader.nextString());
      }
      reader.endObject();
      return members;
    } catch (IOException | IllegalStateException e) {
      throw new BadInput(source + ": is not a flat JSON object", "look at what answers there");
    }
  }

  public static String write(JsonElement json) {
    return Writing.PRETTY.toJson(json);
  }
}
