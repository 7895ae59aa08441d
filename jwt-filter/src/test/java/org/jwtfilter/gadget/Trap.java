package org.jwtfilter.gadget;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.spi.ObjectFactory;

/** Counts when somebody makes an object of it. */
public final class Trap implements ObjectFactory {
  /** Springs. */
  public Trap() {
    Canary.sing();
  }

  @Override
  public Object getObjectInstance(
      Object any, Name name, Context context, Hashtable<?, ?> settings) {
    return null;
  }
}
