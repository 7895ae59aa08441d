package org.jwtfilter.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jwtfilter.JwtEvents;

/** Remembers what happened on all nodes that name it. */
public final class RecordedEvents implements JwtEvents {
  static final List<String> HEARD = new CopyOnWriteArrayList<>();

  @Override
  public void refreshed(String name) {
    HEARD.add("refreshed " + name);
  }

  @Override
  public void refreshReused(String name) {
    HEARD.add("reused " + name);
  }

  @Override
  public void revoked(String name) {
    HEARD.add("revoked " + name);
  }

  @Override
  public void loginThrottled(String name, String address) {
    HEARD.add("throttled " + name + " " + address);
  }

  @Override
  public void clientChanged(String name, String what, String address) {
    HEARD.add("changed " + name + " " + what + " " + address);
  }

  @Override
  public void storeDown(String why) {
    HEARD.add("down");
  }

  @Override
  public void storeUp() {
    HEARD.add("up");
  }
}
