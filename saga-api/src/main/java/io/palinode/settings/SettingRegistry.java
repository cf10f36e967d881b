package io.palinode.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Every setting that a program knows, and the prefixes that it passes on to somebody else.
 *
 * <ul>
 *   <li>A key under {@value #OURS} that is not known is a fault, with the known key that is
 *       nearest.
 *   <li>A key under a passed prefix is kept as it is, for {@link Settings#passed}.
 *   <li>Any other key is nobody's business, unless it is two letters or less from a known one.
 *   <li>All faults are told at once.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param settings in the order of the documentation
 * @param passed prefixes that are passed on, each with its dot, such as {@code kafka.}
 */
public record SettingRegistry(List<Setting<?>> settings, List<String> passed) {
  /** The prefix under which every key is known or wrong. */
  public static final String OURS = "saga.";

  private static final int SLIP = 2;

  public SettingRegistry {
    settings = List.copyOf(settings);
    passed = List.copyOf(passed);
    requireDistinct(settings);
  }

  /** These settings, passing nothing on. */
  public static SettingRegistry of(Setting<?>... settings) {
    return new SettingRegistry(List.of(settings), List.of());
  }

  /** The same registry with these settings after its own. */
  public SettingRegistry with(Setting<?>... more) {
    List<Setting<?>> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return new SettingRegistry(all, passed);
  }

  /** The same registry, which keeps every key under this prefix for another library. */
  public SettingRegistry passing(String prefix) {
    List<String> all = new ArrayList<>(passed);
    all.add(prefix);
    return new SettingRegistry(settings, all);
  }

  /**
   * Reads settings.
   *
   * @param raw text by key, or a {@link Properties}, whose defaults count too; other values are
   *     taken by {@code toString}
   * @throws InvalidSettings naming every unknown key, every value that does not fit, and every
   *     missing one
   */
  public Settings read(Map<?, ?> raw) {
    Map<String, String> given = texts(raw);
    List<String> faults = new ArrayList<>();
    Map<Setting<?>, Object> values = new HashMap<>();
    for (Setting<?> setting : settings) {
      String text = given.getOrDefault(setting.name(), setting.fallback());
      if (text == null) {
        faults.add("%s is missing; expected %s.".formatted(setting.name(), setting.expected()));
        continue;
      }
      try {
        values.put(setting, setting.parse(text));
      } catch (InvalidSettings e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    given.keySet().forEach(key -> checkKnown(key, faults));
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults, names());
    }
    return new Settings(values, others(given));
  }

  /** The documentation of every setting, as a table in Markdown. */
  public String markdown() {
    StringBuilder table =
        new StringBuilder("| Key | Default | Value | Meaning |\n|---|---|---|---|\n");
    for (Setting<?> setting : settings) {
      String fallback = setting.fallback();
      table.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  setting.name(),
                  fallback == null ? "(required)" : "`" + fallback + "`",
                  cell(setting.expected()),
                  cell(setting.meaning())));
    }
    for (String prefix : passed) {
      table.append(
          "| `%s*` | | | Passed on to every %sclient, without the prefix. |%n"
              .formatted(prefix, prefix.replace('.', ' ')));
    }
    return table.toString().replace(System.lineSeparator(), "\n");
  }

  private void checkKnown(String key, List<String> faults) {
    if (names().contains(key) || passed.stream().anyMatch(key::startsWith)) {
      return;
    }
    boolean ours = key.startsWith(OURS);
    Optional<String> meant =
        ours ? EditDistance.nearest(key, names()) : EditDistance.nearest(key, names(), SLIP);
    if (ours || meant.isPresent()) {
      faults.add(key + " is not known" + meant.map("; did you mean %s?"::formatted).orElse("."));
    }
  }

  private List<String> names() {
    return settings.stream().map(Setting::name).toList();
  }

  private Map<String, String> others(Map<String, String> given) {
    Map<String, String> others = new TreeMap<>(given);
    others.keySet().removeIf(key -> passed.stream().noneMatch(key::startsWith));
    return others;
  }

  private static Map<String, String> texts(Map<?, ?> raw) {
    Map<String, String> texts = new TreeMap<>();
    raw.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    if (raw instanceof Properties properties) {
      for (String key : properties.stringPropertyNames()) {
        texts.put(key, properties.getProperty(key));
      }
    }
    return texts;
  }

  private static void requireDistinct(List<Setting<?>> settings) {
    long distinct = settings.stream().map(Setting::name).distinct().count();
    if (distinct != settings.size()) {
      throw new IllegalArgumentException("A setting is declared twice: " + settings);
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
