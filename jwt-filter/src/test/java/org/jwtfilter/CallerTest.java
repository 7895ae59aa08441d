package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void a_caller_travels_in_a_session_without_the_token() throws Exception {
    Jwt jwt = new Jwt("a.b.c", Map.of("exp", 1L), "ann", Set.of("user"), text -> text);
    Caller caller = new Caller(jwt);
    Caller back = copied(caller);
    assertEquals(Optional.of(jwt), caller.jwt());
    assertEquals(Optional.empty(), back.jwt());
    assertEquals(caller, back);
    assertEquals(caller.hashCode(), back.hashCode());
    assertEquals(Set.of("user"), back.roles());
  }

  @Test
  void a_caller_prints_as_the_name() {
    assertEquals("ann", new Caller("ann", Set.of()).toString());
  }

  @Test
  void callers_with_other_roles_differ() {
    assertNotEquals(new Caller("ann", Set.of()), new Caller("ann", Set.of("admin")));
    assertNotEquals(new Caller("ann", Set.of()), new Caller("bob", Set.of()));
  }

  @Test
  void roles_cannot_be_changed() {
    Caller caller = new Caller("ann", Set.of());
    assertThrows(UnsupportedOperationException.class, () -> caller.roles().add("admin"));
  }

  private static Caller copied(Caller caller) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(caller);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Caller) in.readObject();
    }
  }
}
