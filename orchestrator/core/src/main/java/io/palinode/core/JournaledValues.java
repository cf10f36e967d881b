package io.palinode.core;

import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.message.PayloadCodec;
import io.palinode.message.StepKey;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.SubSaga;
import java.util.HashMap;
import java.util.Map;

/** What stands in a saga's log beside its data: items, and the data of its sub-sagas. */
final class JournaledValues {
  private JournaledValues() {}

  /**
   * Reads all of it as a definition wants it.
   *
   * @throws io.palinode.message.MalformedMessage if something cannot be read
   */
  static void read(SagaState state, SagaDefinition<?> definition, PayloadCodec codec) {
    Map<String, Class<?>> types = new HashMap<>();
    collect(definition.root(), "", types);
    for (PathEvent event : state.path()) {
      Class<?> type = types.get(StepKey.path(event.part()));
      if (type != null && event instanceof ItemsListed listed) {
        listed.items().forEach(item -> codec.decode(item, type));
      } else if (type != null && event instanceof SubSagaBegun begun) {
        codec.decode(begun.data(), type);
      }
    }
  }

  /** Notes the classes by the paths of the parts. */
  private static void collect(Node<?> node, String subSaga, Map<String, Class<?>> types) {
    if (node instanceof ForEach<?> each) {
      types.put(path(subSaga, each.name()), each.itemType());
    } else if (node instanceof SubSaga<?, ?> sub) {
      String path = path(subSaga, sub.name());
      types.put(path, sub.definition().dataType());
      collect(sub.definition().root(), path, types);
    }
    node.inside().forEach(part -> collect(part, subSaga, types));
  }

  private static String path(String subSaga, String name) {
    return subSaga.isEmpty() ? name : StepKey.inside(subSaga, name);
  }
}
