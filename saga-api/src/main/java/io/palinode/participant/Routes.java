package io.palinode.participant;

import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.MalformedMessage;
import io.palinode.message.MessageType;
import io.palinode.message.PayloadCodec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which handler a command goes to, by direction and type.
 *
 * <p>Built by one thread, and not changed once its participant is built.
 */
final class Routes {
  private final Map<Direction, Map<String, Route<?>>> routes = new TreeMap<>();

  boolean isEmpty() {
    return routes.isEmpty();
  }

  <C> void add(Direction direction, Class<C> type, CommandHandler<C, ?> handler) {
    String name = MessageType.of(type);
    Map<String, Route<?>> handlers = routes.computeIfAbsent(direction, none -> new TreeMap<>());
    Route<?> before = handlers.putIfAbsent(name, new Route<>(type, handler));
    if (before != null) {
      throw new IllegalArgumentException(
          "There are two handlers for the %s '%s': for %s and for %s."
              .formatted(direction.word(), name, before.type().getName(), type.getName()));
    }
  }

  /**
   * The handler of a command, with its payload read.
   *
   * @throws MalformedMessage if there is none, or if the payload does not fit its class
   */
  Function<CommandContext, CommandOutcome> call(CommandMessage command, PayloadCodec codec) {
    Direction direction = command.id().direction();
    Map<String, Route<?>> handlers = routes.getOrDefault(direction, Collections.emptyMap());
    Route<?> route = handlers.get(command.payload().type());
    if (route == null) {
      throw new MalformedMessage(
          "There is no handler for the %s '%s'; there are handlers for %s."
              .formatted(direction.word(), command.payload().type(), handlers.keySet()));
    }
    return route.call(command, codec);
  }
}
