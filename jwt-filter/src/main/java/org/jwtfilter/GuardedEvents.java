package org.jwtfilter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/**
 * Stands between us and a listener: its faults are logged and go no further. Refusals are counted
 * for the log. None of it writes more than a line a minute.
 */
final class GuardedEvents implements JwtEvents {
  private static final Logger LOG = System.getLogger(JwtEvents.class.getName());

  private final JwtEvents listener;
  private final RefusalLog refusals;
  private final OncePerMinute faults;

  GuardedEvents(JwtEvents listener, Clock clock) {
    this.listener = listener;
    this.refusals = new RefusalLog(clock);
    this.faults = new OncePerMinute(clock);
  }

  @Override
  public void accepted(Jwt jwt) {
    guard(() -> listener.accepted(jwt));
  }

  @Override
  public void rejected(Reason reason) {
    refusals.count(reason);
    guard(() -> listener.rejected(reason));
  }

  @Override
  public void loggedIn(String name) {
    guard(() -> listener.loggedIn(name));
  }

  @Override
  public void loginFailed(String name) {
    guard(() -> listener.loginFailed(name));
  }

  @Override
  public void loginThrottled(String name, String address) {
    guard(() -> listener.loginThrottled(name, address));
  }

  @Override
  public void clientChanged(String name, String what, String address) {
    guard(() -> listener.clientChanged(name, what, address));
  }

  @Override
  public void loggedOut(String name) {
    guard(() -> listener.loggedOut(name));
  }

  @Override
  public void renewed(String name) {
    guard(() -> listener.renewed(name));
  }

  @Override
  public void refreshed(String name) {
    guard(() -> listener.refreshed(name));
  }

  @Override
  public void exchanged(String name, String audience) {
    guard(() -> listener.exchanged(name, audience));
  }

  @Override
  public void refreshReused(String name) {
    guard(() -> listener.refreshReused(name));
  }

  @Override
  public void revoked(String name) {
    guard(() -> listener.revoked(name));
  }

  @Override
  public void keysDown(String provider, String why) {
    guard(() -> listener.keysDown(provider, why));
  }

  @Override
  public void keysUp(String provider) {
    guard(() -> listener.keysUp(provider));
  }

  @Override
  public void keysReloaded(String option, String keys) {
    guard(() -> listener.keysReloaded(option, keys));
  }

  @Override
  public void keysNotReloaded(String option, String why) {
    guard(() -> listener.keysNotReloaded(option, why));
  }

  @Override
  public void storeDown(String why) {
    guard(() -> listener.storeDown(why));
  }

  @Override
  public void storeUp() {
    guard(listener::storeUp);
  }

  @Override
  public void sessionTooLarge(int bytes, int budget) {
    guard(() -> listener.sessionTooLarge(bytes, budget));
  }

  @Override
  public void attributeDropped(String attribute, String why) {
    guard(() -> listener.attributeDropped(attribute, why));
  }

  private void guard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError e) {
      if (faults.due()) {
        LOG.log(Level.WARNING, "The listener " + listener.getClass().getName() + " failed", e);
      }
    }
  }
}
