package org.jwtfilter.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.Reason;

/** Remembers who was let in and who was not, on all nodes that name it. */
public final class AuthEvents implements JwtEvents {
  static final List<String> HEARD = new CopyOnWriteArrayList<>();

  @Override
  public void accepted(Jwt jwt) {
    HEARD.add("accepted " + jwt.principalName());
  }

  @Override
  public void rejected(Reason reason) {
    HEARD.add("rejected " + reason);
  }

  @Override
  public void renewed(String name) {
    HEARD.add("renewed " + name);
  }

  @Override
  public void loginFailed(String name) {
    HEARD.add("failed " + name);
  }
}
