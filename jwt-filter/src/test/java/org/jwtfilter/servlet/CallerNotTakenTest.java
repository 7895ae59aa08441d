package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jwtfilter.Caller;
import org.jwtfilter.servlet.testkit.ServerLog;

/**
 * A server that takes callers of its own domain only, as WildFly does by itself. Played by mocks,
 * since no server of these tests does so; the suite of real servers asks WildFly.
 */
class CallerNotTakenTest {
  private final Map<String, Object> map = new HashMap<>();
  private final MessageInfo message = mock();
  private JwtAuthModule module;

  @BeforeEach
  void knownCaller() {
    RequestState state = mock();
    FilterPlan plan = mock();
    when(plan.roleMapping()).thenReturn(RoleMapping.NONE);
    when(state.plan()).thenReturn(plan);
    when(state.caller()).thenReturn(new Caller("ann", Set.of("member")));
    when(state.authType()).thenReturn("Bearer");
    when(message.getMap()).thenReturn(map);
    when(message.getRequestMessage())
        .thenReturn(new ModuleRequest(mock(HttpServletRequest.class), state));
    when(message.getResponseMessage()).thenReturn(mock(HttpServletResponse.class));
    AuthModule place = AuthModule.of(mock(ServletContext.class));
    place.open(mock(FrontDoor.class));
    module =
        new JwtAuthModule(
            place,
            callbacks -> {
              throw new IOException("ELY01177: Authorization failed.");
            });
  }

  @Test
  void pageThatAsksForNobody_goesOn_andTheLogSaysItOnce() throws Exception {
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      for (int request = 0; request < 3; request++) {
        assertEquals(
            AuthStatus.SUCCESS, module.validateRequest(message, new Subject(), new Subject()));
      }
      assertEquals(1, log.messages().size(), log::text);
      assertTrue(log.text().contains("docs/servers.md says what to set on WildFly"), log::text);
    }
  }

  @Test
  void constrainedPage_fails() {
    map.put("jakarta.security.auth.message.MessagePolicy.isMandatory", "true");
    AuthException refused =
        assertThrows(
            AuthException.class,
            () -> module.validateRequest(message, new Subject(), new Subject()));
    assertTrue(refused.getMessage().startsWith("the server does not take callers from a module"));
  }
}
