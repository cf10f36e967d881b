package io.palinode.testkit.paths;

import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of a class where the test gives none: a record of simple values, nested as deep as
 * it goes; anything else from an empty JSON object.
 */
final class Samples {
  private static final PayloadCodec CODEC = new PayloadCodec();

  private Samples() {}

  /**
   * A value of this class.
   *
   * @throws IllegalArgumentException if none can be made; the test must give one
   */
  static Object of(Class<?> type) {
    try {
      Object simple = simple(type);
      if (simple != null) {
        return simple;
      }
      return type.isRecord()
          ? record(type)
          : CODEC.decode(
              new Payload("sample", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)), type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException(
          "No sample of %s can be made: %s. Give one: startedWith(data) or replying(step, reply)."
              .formatted(type.getName(), e),
          e);
    }
  }

  private static Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(
        Arrays.stream(components).map(component -> of(component.getType())).toArray());
  }

  private static @Nullable Object simple(Class<?> type) {
    if (type == String.class) {
      return "sample";
    } else if (type == boolean.class || type == Boolean.class) {
      return true;
    } else if (type == int.class || type == Integer.class) {
      return 1;
    } else if (type == long.class || type == Long.class) {
      return 1L;
    } else if (type == double.class || type == Double.class) {
      return 1.0;
    } else if (type == java.math.BigDecimal.class) {
      return java.math.BigDecimal.ONE;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type == List.class) {
      return List.of();
    } else if (type == Set.class) {
      return Set.of();
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Optional.class) {
      return Optional.empty();
    }
    return null;
  }
}
