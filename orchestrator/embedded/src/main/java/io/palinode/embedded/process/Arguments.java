package io.palinode.embedded.process;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line of {@code --name value} pairs, in which a list is separated by commas.
 *
 * <p>Each name is asked for once, with its default; a name that nobody has asked for is an error.
 * Not thread-safe.
 */
public final class Arguments {
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Map<String, String> known = new LinkedHashMap<>();

  public Arguments(String... arguments) {
    for (var i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException("Expected --name value, but found " + arguments[i]);
      }
      given.put(arguments[i].substring(2), arguments[i + 1]);
    }
  }

  public String text(String name, String byDefault) {
    known.put(name, byDefault);
    return given.getOrDefault(name, byDefault);
  }

  public int number(String name, int byDefault) {
    return toNumber(name, text(name, Integer.toString(byDefault)));
  }

  public List<Integer> numbers(String name, String byDefault) {
    return list(name, byDefault).stream().map(item -> toNumber(name, item)).toList();
  }

  public List<String> list(String name, String byDefault) {
    return Arrays.stream(text(name, byDefault).split(",", -1))
        .filter(item -> !item.isBlank())
        .toList();
  }

  public void refuseUnknown() {
    for (var name : given.keySet()) {
      if (!known.containsKey(name)) {
        throw new IllegalArgumentException(
            "There is no --" + name + "; known, with defaults: " + known);
      }
    }
  }

  private static int toNumber(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is not a number: " + text, e);
    }
  }
}
