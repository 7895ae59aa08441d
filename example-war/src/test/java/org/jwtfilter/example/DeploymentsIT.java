package org.jwtfilter.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The move changed the descriptor and added a jar: not a class, not a page. */
class DeploymentsIT {

  private static final Path AFTER = ShopProcess.war();
  private static final Path BEFORE =
      AFTER.resolveSibling("before").resolve(name(AFTER).replace(".war", "-before.war"));

  @Test
  void application_inBothDeployments_isTheSameByteForByte() throws Exception {
    Map<String, Long> before = application(BEFORE);
    assertFalse(before.isEmpty());
    assertEquals(before, application(AFTER));
  }

  @Test
  void application_knowsNothingOfTheFilter() throws Exception {
    try (ZipFile war = new ZipFile(BEFORE.toFile())) {
      for (ZipEntry entry : war.stream().filter(e -> e.getName().startsWith("WEB-INF")).toList()) {
        try (InputStream in = war.getInputStream(entry)) {
          String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          assertFalse(bytes.contains("jwtfilter"), entry::getName);
        }
      }
    }
  }

  @Test
  void libraries_differByOneJar() throws Exception {
    Set<String> added = libraries(AFTER);
    added.removeAll(libraries(BEFORE));
    assertEquals(1, added.size(), added::toString);
    assertTrue(added.iterator().next().matches("jwt-filter-.*-all\\.jar"), added::toString);
  }

  /** Everything but the two descriptors, the libraries, the launcher and Maven's own files. */
  private static Map<String, Long> application(Path war) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    try (ZipFile zip = new ZipFile(war.toFile())) {
      for (ZipEntry entry : zip.stream().filter(DeploymentsIT::ofTheApplication).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          CRC32 crc = new CRC32();
          crc.update(in.readAllBytes());
          checksums.put(entry.getName(), crc.getValue());
        }
      }
    }
    return checksums;
  }

  private static boolean ofTheApplication(ZipEntry entry) {
    List<String> others =
        List.of("META-INF/", "WEB-INF/web.xml", "WEB-INF/lib/", "WEB-INF/launcher/", "org/");
    return !entry.isDirectory() && others.stream().noneMatch(entry.getName()::startsWith);
  }

  private static Set<String> libraries(Path war) throws IOException {
    Set<String> names = new TreeSet<>();
    try (ZipFile zip = new ZipFile(war.toFile())) {
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
          .forEach(name -> names.add(name.substring("WEB-INF/lib/".length())));
    }
    return names;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
