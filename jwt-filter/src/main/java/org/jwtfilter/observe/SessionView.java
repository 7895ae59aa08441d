package org.jwtfilter.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The container's session, as it is read to be looked at. What it throws is no trouble. */
public interface SessionView {
  /** Its id. */
  String id();

  /** The names of its attributes. */
  List<String> names();

  /** The value of an attribute. */
  @Nullable Object get(String name);

  /** The session as an application may use it as a key: equal to all that stand for it. */
  Object asKey();
}
