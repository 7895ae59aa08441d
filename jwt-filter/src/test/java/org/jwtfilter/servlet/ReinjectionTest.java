package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real Spring: {@code ApplicationsIT}. */
class ReinjectionTest {
  private final ServletContext context = mock(ServletContext.class);
  private final Reinjection reinjection = new Reinjection(context);

  private static final class Injected {
    @Resource private transient Object service;
    @Resource private Object travelling;
    private transient Object cache;
  }

  @BeforeEach
  void hasNoSpring() {
    when(context.getClassLoader()).thenReturn(getClass().getClassLoader());
    when(context.getAttributeNames()).thenReturn(Collections.enumeration(List.of("other")));
  }

  @Test
  void attributeWithoutServices_costsNothing() {
    ServletContext unused = mock(ServletContext.class);
    new Reinjection(unused).restore("text");
    verifyNoInteractions(unused);
  }

  @Test
  void serviceOfNobodyWeKnow_staysNull() {
    Injected attribute = new Injected();
    reinjection.restore(attribute);
    verify(context).getAttribute(anyString());
    assertNull(attribute.service);
    assertNull(attribute.travelling);
    assertNull(attribute.cache);
  }

  @Test
  void fieldThatNobodyRestores_isStillReported() {
    assertFalse(reinjection.restores(Injected.class.getName(), "service"));
    assertFalse(reinjection.restores(Injected.class.getName(), "cache"));
    assertFalse(reinjection.restores("no.such.Class", "cache"));
  }
}
