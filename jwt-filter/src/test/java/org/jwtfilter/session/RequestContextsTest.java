package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.Serializable;
import java.util.List;
import net.sourceforge.stripes.action.ActionBeanContext;
import org.junit.jupiter.api.Test;

class RequestContextsTest {
  private final ActionBeanContext context = new ActionBeanContext();

  private static class Bean implements Serializable {
    private static final long serialVersionUID = 1;

    transient ActionBeanContext context;
    transient Object cache;
  }

  private static final class CartBean extends Bean {
    private static final long serialVersionUID = 1;
  }

  @Test
  void contextOfAnotherBeanOfTheSession_isGivenToTheOneThatHasNone() {
    Bean used = new CartBean();
    used.context = context;
    Bean read = new Bean();
    RequestContexts.complete(read, List.of("text", read, used));
    assertSame(context, read.context);
  }

  @Test
  void contextThatIsThere_stays() {
    Bean used = new CartBean();
    used.context = new ActionBeanContext();
    Bean read = new Bean();
    read.context = context;
    RequestContexts.complete(read, List.of(read, used));
    assertSame(context, read.context);
  }

  @Test
  void otherTransientFields_areNobodyElses() {
    Bean used = new CartBean();
    used.cache = "its own";
    Bean read = new Bean();
    RequestContexts.complete(read, List.of(read, used));
    assertNull(read.cache);
    assertNull(read.context);
  }
}
