package org.jwtfilter.gadget;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts whenever somebody runs code of it: what an attacker would put his own in place of. */
public final class Canary implements Serializable, Comparator<Object>, Type, InvocationHandler {
  private static final long serialVersionUID = 1;
  private static final AtomicInteger CALLS = new AtomicInteger();

  /** How often anything was called. */
  public static int calls() {
    return CALLS.get();
  }

  /** As a static method, for scripts. */
  public static int sing() {
    return CALLS.incrementAndGet();
  }

  /** As a method, for invokers. */
  public Integer fire() {
    return sing();
  }

  /** As a method with two arguments, for comparators. */
  public Integer fire(Object one, Object other) {
    return sing();
  }

  /** As a property, for callers of getters. */
  public String getDanger() {
    return "called " + sing();
  }

  @Override
  public int compare(Object one, Object other) {
    return sing();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return this;
  }
}
