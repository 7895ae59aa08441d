package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jboss.weld.OwnListener;
import org.junit.jupiter.api.Test;

/** With the real Weld and OpenWebBeans: {@code ApplicationsIT}. */
class BeanScopesTest {
  private final ServletContext context = mock(ServletContext.class);

  @Test
  void applicationWithoutCdi_isLeftAlone() {
    when(context.getClassLoader()).thenReturn(getClass().getClassLoader());
    BeanScopes scopes = BeanScopes.of(context);
    HttpServletRequest request = mock(HttpServletRequest.class);
    try (BeanScopes.Scope scope = scopes.enter(request, request)) {
      verifyNoInteractions(request);
    }
    assertSame(BeanScopes.NONE, scopes);
    assertEquals(List.of(), scopes.listeners(List.of()));
  }

  @Test
  void weldsOwnListener_isKnown_soThatWeldHearsOfASessionOnce() {
    assertTrue(WeldScopes.isOfWeld(OwnListener.class));
    assertFalse(WeldScopes.isOfWeld(RecordingListener.class));
  }
}
