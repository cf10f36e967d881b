package io.palinode.message;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a command or reply on the wire, where it shall not follow the class's simple name.
 *
 * <p>Give it to a class before renaming the class, and live sagas do not notice.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MessageName {
  /** Lower-case words joined by hyphens. */
  String value();
}
