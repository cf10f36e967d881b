package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.message.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value that a parser stands on, if it is of the kind that is expected there.
 *
 * <p>Lives for one line; not safe for use by several threads.
 */
final class FieldReader {
  private final JsonParser json;
  private final byte[] log;
  private final int lineStart;

  FieldReader(JsonParser json, byte[] log, int lineStart) {
    this.json = json;
    this.log = log;
    this.lineStart = lineStart;
  }

  /** Moves to the next token, which must be this one. */
  void enter(JsonToken expected, String what) throws IOException {
    json.nextToken();
    require(expected, what);
  }

  void require(JsonToken expected, String what) {
    if (json.currentToken() != expected) {
      throw new UnreadableLog(
          "'%s' is %s; expected %s.".formatted(what, json.currentToken(), expected));
    }
  }

  String text(String name) throws IOException {
    require(JsonToken.VALUE_STRING, name);
    return json.getText();
  }

  /** A text that many logs share, such as the name of a step; it is in memory once. */
  String word(String name) throws IOException {
    return text(name).intern();
  }

  List<String> texts(String name) throws IOException {
    require(JsonToken.START_ARRAY, name);
    List<String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(word(name));
    }
    return texts;
  }

  long number(String name) throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, name);
    return json.getLongValue();
  }

  int smallNumber(String name) throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, name);
    return json.getIntValue();
  }

  boolean flag(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_FALSE) {
      return false;
    }
    require(JsonToken.VALUE_TRUE, name);
    return true;
  }

  Reason reason() throws IOException {
    require(JsonToken.START_OBJECT, EventField.REASON);
    @Nullable String code = null;
    String text = "";
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.CODE -> code = text(name);
        case EventField.TEXT -> text = text(name);
        default -> json.skipChildren();
      }
    }
    if (code == null) {
      throw new UnreadableLog("a reason has no 'code'.");
    }
    return new Reason(code, text);
  }

  /** The bytes of any value, as they stand in the log. */
  byte[] raw() throws IOException {
    int from = lineStart + (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    json.finishToken();
    int to = lineStart + (int) json.currentLocation().getByteOffset();
    return Arrays.copyOfRange(log, from, to);
  }
}
