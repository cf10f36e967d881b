package io.palinode.message;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a class of messages on the wire: its {@link MessageName}, else its simple name as
 * {@code kebab-case}.
 */
public final class MessageType {
  /** The type of a reply without payload. */
  public static final String NONE = "none";

  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          MessageName given = type.getAnnotation(MessageName.class);
          return given != null
              ? given.value()
              : WORD_START.matcher(type.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
        }
      };

  private MessageType() {}

  /** The wire name of this class, such as {@code reserve-stock} for {@code ReserveStock}. */
  public static String of(Class<?> type) {
    return NAMES.get(type);
  }
}
