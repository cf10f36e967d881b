package io.palinode.server.bootstrap;

import io.palinode.saga.SagaDefinition;
import io.palinode.settings.InvalidSettings;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The definitions that a class of the user's has: all that its public static fields hold, and its
 * public static methods without parameters return, be it one or a collection.
 *
 * <p>Immutable.
 *
 * @param source the class, for the text of an error
 */
record NamedDefinitions(String source, List<SagaDefinition<?>> all) {

  /**
   * The definitions of a class on the class path.
   *
   * @throws InvalidSettings if there is no such class, or it has none
   */
  static NamedDefinitions of(String className) {
    Map<String, SagaDefinition<?>> found = new LinkedHashMap<>();
    try {
      Class<?> named = Class.forName(className);
      for (Field field : named.getFields()) {
        if (isStatic(field)) {
          add(field.get(null), found);
        }
      }
      for (Method method : named.getMethods()) {
        if (givesDefinitions(method)) {
          add(method.invoke(null), found);
        }
      }
    } catch (ClassNotFoundException e) {
      throw new InvalidSettings(
          "There is no class %s on the class path. Name the class that has your definitions, and put its jar on the class path of this command."
              .formatted(className));
    } catch (IllegalAccessException | InvocationTargetException | LinkageError e) {
      throw new InvalidSettings(
          "The definitions of %s cannot be had: %s"
              .formatted(className, e.getCause() == null ? e : e.getCause()));
    }
    if (found.isEmpty()) {
      throw new InvalidSettings(
          "%s has no public static field, and no public static method without parameters, that gives a SagaDefinition or a collection of them."
              .formatted(className));
    }
    return new NamedDefinitions(className, List.copyOf(found.values()));
  }

  private static boolean givesDefinitions(Method method) {
    boolean mayGive =
        SagaDefinition.class.isAssignableFrom(method.getReturnType())
            || Collection.class.isAssignableFrom(method.getReturnType());
    return isStatic(method) && method.getParameterCount() == 0 && mayGive;
  }

  private static boolean isStatic(Member member) {
    return Modifier.isStatic(member.getModifiers());
  }

  private static void add(Object value, Map<String, SagaDefinition<?>> found) {
    if (value instanceof SagaDefinition<?> definition) {
      found.put(definition.toString(), definition);
    } else if (value instanceof Collection<?> several) {
      several.forEach(each -> add(each, found));
    }
  }

  /**
   * This version of a saga.
   *
   * @throws InvalidSettings naming those that there are
   */
  SagaDefinition<?> find(String saga, int version) {
    return versions(saga).stream()
        .filter(definition -> definition.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettings(
                    "%s has no version %d of saga '%s', only %s."
                        .formatted(source, version, saga, versions(saga))));
  }

  /**
   * The newest version of a saga.
   *
   * @throws InvalidSettings naming the sagas that there are
   */
  SagaDefinition<?> newest(String saga) {
    return versions(saga).stream()
        .max(Comparator.comparing(SagaDefinition::version))
        .orElseThrow(
            () ->
                new InvalidSettings(
                    "%s has no saga '%s', only %s.".formatted(source, saga, sagas())));
  }

  Set<String> sagas() {
    return all.stream().map(SagaDefinition::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<SagaDefinition<?>> versions(String saga) {
    return all.stream().filter(definition -> definition.name().equals(saga)).toList();
  }
}
