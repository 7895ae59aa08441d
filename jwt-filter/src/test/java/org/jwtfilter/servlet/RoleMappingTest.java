package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleMappingTest {
  private static final String DESCRIPTOR =
      """
      <!DOCTYPE glassfish-web-app PUBLIC "-//GlassFish.org//DTD" "http://glassfish.org/dtds/x.dtd">
      <glassfish-web-app>
        <security-role-mapping>
          <role-name>admin</role-name>
          <principal-name>root</principal-name>
          <group-name>bosses</group-name>
          <group-name>chiefs</group-name>
        </security-role-mapping>
      </glassfish-web-app>
      """;

  private final RoleMapping mapping = RoleMapping.read(context("/WEB-INF/glassfish-web.xml"));

  @Test
  void mappedRole_isThatOfItsGroupsAndUsers_andNotOfTheGroupOfItsName() {
    assertTrue(mapping.has("admin", "bob", List.of("chiefs")));
    assertTrue(mapping.has("admin", "root", List.of()));
    assertFalse(mapping.has("admin", "bob", List.of("admin")));
    assertFalse(mapping.has("admin", "bob", List.of()));
  }

  @Test
  void roleThatIsNotMapped_besideOthersThatAre_isNobodys() {
    assertFalse(mapping.has("member", "ann", List.of("member")));
    assertEquals(Set.of(), mapping.groups(Set.of("member")));
  }

  @Test
  void groups_areThoseThatTheServerKnowsARoleBy() {
    assertEquals(Set.of("bosses", "chiefs"), mapping.groups(Set.of("admin")));
  }

  @Test
  void withoutADescriptor_rolesAreGroups() {
    RoleMapping none = RoleMapping.read(mock(ServletContext.class));
    assertEquals(Set.of("admin"), none.groups(Set.of("admin")));
    assertTrue(none.has("admin", "bob", List.of("admin")));
  }

  private static ServletContext context(String path) {
    ServletContext context = mock(ServletContext.class);
    when(context.getResourceAsStream(path))
        .thenReturn(new ByteArrayInputStream(DESCRIPTOR.getBytes(StandardCharsets.UTF_8)));
    return context;
  }
}
