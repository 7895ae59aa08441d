package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.Sample;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.observe.Visit;

/** One object for each session, as the container has it, and none for those that have ended. */
class ObservedSessionsTest {
  private static final Set<String> IDS = new HashSet<>();

  private final ObservedSessions sessions = new ObservedSessions(mock());

  private static HttpSession session(String id) {
    HttpSession session = mock();
    when(session.getId()).thenReturn(id);
    return session;
  }

  @Test
  void session_hasOneObject_equalToTheContainers() {
    HttpSession session = session("a");
    ObservedSession observed = sessions.of(session);
    assertSame(observed, sessions.of(session));
    assertTrue(observed.equals(session));
    assertEquals(session.hashCode(), observed.hashCode());
    assertNotSame(observed, sessions.of(session("b")));
  }

  /** However few frames are looked at. */
  @Test
  void whoeverAsksForTheId_isFound() {
    ServletContext context = mock();
    when(context.getClassLoader()).thenReturn(getClass().getClassLoader());
    JwtRuntime runtime = mock();
    JwtConfig config = mock();
    when(runtime.config()).thenReturn(config);
    when(runtime.clock()).thenReturn(Clock.systemUTC());
    when(config.get(Options.OBSERVE_SAMPLE)).thenReturn(new Sample(1_000_000));
    when(config.get(Options.OBSERVE_PAGE)).thenReturn(Optional.empty());
    when(config.get(Options.OBSERVE_ROLE)).thenReturn(Optional.empty());
    ObservePlan plan = new ObservePlan(context, runtime, List.of());
    HttpSession session = session("id");
    when(session.getAttributeNames()).thenReturn(Collections.emptyEnumeration());
    ObservedSession observed = plan.sessions().of(session);
    IDS.add(observed.getId());
    Visit visit = plan.begin(observed, () -> false);
    visit.set("new", "id", null, "value");
    plan.end(visit, observed);
    assertTrue(
        plan.observer().json().contains(getClass().getName() + ".IDS"), plan.observer()::json);
  }

  @Test
  void session_withAnotherId_keepsItsObject() {
    HttpSession session = session("a");
    ObservedSession observed = sessions.of(session);
    when(session.getId()).thenReturn("b");
    assertSame(observed, sessions.of(session));
    assertEquals(List.of("a", "b"), observed.visits().ids());
    assertEquals(1, sessions.size());
  }

  /** As Tomcat does with each request that a module lets in. */
  @Test
  void session_whoseIdAlwaysChanges_takesNoMoreRoom() {
    HttpSession session = session("0");
    ObservedSession observed = sessions.of(session);
    for (int each = 1; each < 1000; each++) {
      when(session.getId()).thenReturn(Integer.toString(each));
      assertSame(observed, sessions.of(session));
    }
    assertEquals(1, sessions.size());
  }

  @Test
  void server_thatHandsOutAnotherObjectEachTime_takesNoMoreRoom() {
    for (int each = 0; each < 1000; each++) {
      sessions.of(session("same"));
    }
    assertEquals(1, sessions.size());
  }

  @Test
  void otherSession_ofTheSameId_isAnother_whoseRequestsMeetNevertheless() {
    ObservedSession observed = sessions.of(session("a"));
    ObservedSession other = sessions.of(session("a"));
    assertNotSame(observed, other);
    assertSame(observed.visits(), other.visits());
  }

  @Test
  void sessionsThatHaveEnded_areForgotten_asOthersBegin() {
    for (int each = 0; each < 1000; each++) {
      HttpSession session = session("session " + each);
      sessions.of(session);
      when(session.getCreationTime()).thenThrow(new IllegalStateException("invalidated"));
    }
    assertTrue(sessions.size() < 20, () -> sessions.size() + " are left");
  }
}
