package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.store.StoreException;

/** When the store is asked on behalf of a request, and what its silence means. */
class RevocationCheckTest {
  private static final Jwt LOGIN = Fixture.jwt();

  private final GrantRegistry grants = mock(GrantRegistry.class);
  private final StoreException silence = new StoreException("down");

  @Test
  void nodeThatHeardFromTheStore_looksIntoItsMemoryOnly() throws JwtRejected {
    when(grants.fresh()).thenReturn(true);
    new RevocationCheck(grants, true).check(LOGIN);
    verify(grants, never()).catchUp();
    verify(grants).check(LOGIN);
  }

  @Test
  void nodeThatHasNotHeardForTooLong_asksFirst() throws JwtRejected {
    new RevocationCheck(grants, true).check(FakeExchange.get("/"), LOGIN, null);
    verify(grants).catchUp();
    verify(grants).check(LOGIN);
  }

  @Test
  void storeThatIsSilent_isTheCallersTrouble_onlyWhereThatWasAskedFor() throws JwtRejected {
    doThrow(silence).when(grants).catchUp();
    RevocationCheck denying = new RevocationCheck(grants, true);
    assertSame(silence, assertThrows(StoreException.class, () -> denying.check(LOGIN)));
    verify(grants, never()).check(LOGIN);
    new RevocationCheck(grants, false).check(LOGIN);
    verify(grants).check(LOGIN);
  }

  @Test
  void whatIsKnownToBeRevoked_isRefused_evenWhileTheStoreIsSilent() throws JwtRejected {
    doThrow(silence).when(grants).catchUp();
    doThrow(JwtRejected.because(Reason.REVOKED)).when(grants).check(LOGIN);
    RevocationCheck check = new RevocationCheck(grants, false);
    assertSame(Reason.REVOKED, assertThrows(JwtRejected.class, () -> check.check(LOGIN)).reason());
  }
}
