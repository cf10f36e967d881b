package io.palinode.settings;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that have been read and checked.
 *
 * <p>Immutable. Made by {@link SettingRegistry#read}.
 */
public final class Settings {
  private final Map<Setting<?>, Object> values;
  private final Map<String, String> others;

  Settings(Map<Setting<?>, Object> values, Map<String, String> others) {
    this.values = Map.copyOf(values);
    this.others = Map.copyOf(others);
  }

  /**
   * The value of a setting, or its default.
   *
   * @throws IllegalArgumentException if the registry that read these settings did not know it
   */
  @SuppressWarnings("unchecked") // a value was put under its setting by that setting's own parser
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(
          "The setting %s was not declared in the registry that was read.".formatted(setting));
    }
    return (T) value;
  }

  /** What was set under a passed prefix, by key without the prefix, sorted. */
  public Map<String, String> passed(String prefix) {
    Map<String, String> passed = new TreeMap<>();
    others.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            passed.put(key.substring(prefix.length()), value);
          }
        });
    return passed;
  }
}
