package org.jwtfilter.session;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An immutable map in the order of its making, which is known to be one and never copied again. */
final class Attributes extends AbstractMap<String, Encoded> {
  private final Map<String, Encoded> map;

  private Attributes(Map<String, Encoded> map) {
    this.map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  static Attributes copyOf(Map<String, Encoded> map) {
    return map instanceof Attributes same ? same : new Attributes(map);
  }

  @Override
  public @Nullable Encoded get(@Nullable Object name) {
    return map.get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return map.containsKey(name);
  }

  @Override
  public Set<Entry<String, Encoded>> entrySet() {
    return map.entrySet();
  }
}
