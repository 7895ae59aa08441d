package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  private static final byte[] ONE = "one secret of 32 bytes 0123456789".getBytes();
  private static final byte[] OTHER = "another secret of 32 bytes 012345".getBytes();

  private static KeyedHash hash(String purpose, byte[]... secrets) throws KeyException {
    return SealingKeys.of(List.of(secrets)).hash(purpose);
  }

  @Test
  void hash_ofAText_isItsOwn_andAsLongAsWanted() throws Exception {
    KeyedHash hash = hash("binding", ONE);
    assertEquals(12, hash.of("192.0.2.7", 9).length());
    assertEquals(hash.of("192.0.2.7", 9), hash("binding", ONE).of("192.0.2.7", 9));
    assertTrue(hash.of("192.0.2.7", 32).startsWith(hash.of("192.0.2.7", 9)));
    assertTrue(hash.matches("192.0.2.7", hash.of("192.0.2.7", 9), 9));
    assertFalse(hash.matches("192.0.2.8", hash.of("192.0.2.7", 9), 9));
  }

  @Test
  void hash_ofAnotherPurposeOrKey_isAnother() throws Exception {
    String one = hash("binding", ONE).of("x", 32);
    assertNotEquals(one, hash("device", ONE).of("x", 32));
    assertNotEquals(one, hash("binding", OTHER).of("x", 32));
  }

  @Test
  void keyThatWasChanged_stillKnowsItsHashes_andMakesNoneAnyMore() throws Exception {
    KeyedHash changed = hash("binding", OTHER, ONE);
    assertTrue(changed.matches("x", hash("binding", ONE).of("x", 9), 9));
    assertEquals(hash("binding", OTHER).of("x", 9), changed.of("x", 9));
    assertFalse(hash("binding", OTHER).matches("x", hash("binding", ONE).of("x", 9), 9));
  }

  @Test
  void whatIsNoHash_matchesNothing() throws Exception {
    KeyedHash hash = hash("binding", ONE);
    for (String other :
        List.of("", "x", hash.of("x", 8), hash.of("x", 9) + "A", "\u00e4".repeat(12))) {
      assertFalse(hash.matches("x", other, 9), other);
    }
  }
}
