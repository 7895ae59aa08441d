package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;

/** One object for each session, as the container has it, and none for those that have ended. */
class ObservedSessionsTest {
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

  @Test
  void session_withAnotherId_keepsItsObject() {
    HttpSession session = session("a");
    ObservedSession observed = sessions.of(session);
    when(session.getId()).thenReturn("b");
    sessions.renamed(observed);
    assertSame(observed, sessions.of(session));
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
