package org.jwtfilter.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the jars that we ship, and what their manifests say of it. */
class PackagedJarIT {
  /** As {@code a -> b} in the answer of jdeps, with three blanks before it. */
  private static final Pattern NEEDS = Pattern.compile("^ {3}\\S+ +-> (\\S+)", Pattern.MULTILINE);

  /** A package with its parameters, in a header that separates them by commas. */
  private static final Pattern CLAUSE =
      Pattern.compile("([\\w.]+)((?:;[\\w:]+=(?:\"[^\"]*\"|[^\",;]+))*)");

  private static final Set<String> OURS =
      Set.of(
          "META-INF/MANIFEST.MF",
          "META-INF/LICENSE",
          "META-INF/services/jakarta.servlet.ServletContainerInitializer",
          "META-INF/services/org.jwtfilter.store.StoreProvider");

  private static <T> T in(Jars jar, Function<JarFile, T> look) {
    try (JarFile file = new JarFile(jar.path().toFile())) {
      return look.apply(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> files(Jars jar) {
    return in(
        jar,
        file -> file.stream().filter(one -> !one.isDirectory()).map(JarEntry::getName).toList());
  }

  private static Set<String> resources(Jars jar) {
    return files(jar).stream()
        .filter(one -> !(one.startsWith("org/jwtfilter/") && one.endsWith(".class")))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Map<String, String> header(Jars jar, String name) {
    Attributes main =
        in(
            jar,
            file -> {
              try {
                return file.getManifest().getMainAttributes();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Map<String, String> clauses = new TreeMap<>();
    Matcher matcher = CLAUSE.matcher(main.getValue(name));
    while (matcher.find()) {
      clauses.put(matcher.group(1), matcher.group(2));
    }
    return clauses;
  }

  @Test
  void plainJar_holdsOurClasses_ourServices_andTheLicence() {
    Set<String> found = resources(Jars.PLAIN);
    found.removeIf(one -> one.startsWith("META-INF/maven/"));
    assertEquals(OURS, found);
    assertTrue(files(Jars.PLAIN).stream().noneMatch(one -> one.startsWith("org/jwtfilter/shaded")));
  }

  @Test
  void allInOneJar_holdsOtherClassesUnderOurName_andTheirLicences_butNoServiceOfTheirs() {
    Set<String> expected = new TreeSet<>(OURS);
    expected.addAll(
        Set.of(
            "META-INF/NOTICE",
            "META-INF/java-jwt-LICENSE",
            "META-INF/FastDoubleParser-LICENSE",
            "META-INF/FastDoubleParser-ThirdParty-LICENSE",
            "META-INF/Schubfach-LICENSE",
            "META-INF/migrate/jakartaee-migration.jar"));
    assertEquals(expected, new TreeSet<>(resources(Jars.ALL)));
    assertTrue(
        files(Jars.ALL).contains("org/jwtfilter/shaded/auth0/jwt/algorithms/Algorithm.class"));
  }

  @ParameterizedTest
  @EnumSource
  void noFile_isThereTwice_orOnlyForOtherVersionsOfJava(Jars jar) {
    List<String> files = files(jar);
    assertEquals(files.size(), new HashSet<>(files).size());
    assertEquals(
        List.of(),
        files.stream()
            .filter(one -> one.startsWith("META-INF/versions") || one.endsWith("module-info.class"))
            .toList());
  }

  /** What scans the annotations of all jars of an application is sometimes old. */
  @ParameterizedTest
  @EnumSource
  void noClass_isOfALaterJavaThanOurs(Jars jar) {
    Set<Integer> versions =
        in(
            jar,
            file ->
                file.stream()
                    .filter(one -> one.getName().endsWith(".class"))
                    .map(one -> version(file, one))
                    .collect(Collectors.toSet()));
    assertTrue(versions.stream().allMatch(one -> one <= 61), versions::toString);
  }

  private static int version(JarFile file, JarEntry entry) {
    try (DataInputStream in = new DataInputStream(file.getInputStream(entry))) {
      in.readInt();
      return in.readInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void names_ofModuleAndBundle_areThePackage(Jars jar) {
    assertEquals(Map.of("org.jwtfilter", ""), header(jar, "Automatic-Module-Name"));
    assertEquals(Map.of("org.jwtfilter", ""), header(jar, "Bundle-SymbolicName"));
  }

  @ParameterizedTest
  @EnumSource
  void exports_areThePackagesForApplications(Jars jar) {
    assertEquals(
        Set.of(
            "org.jwtfilter",
            "org.jwtfilter.jaxrs",
            "org.jwtfilter.key",
            "org.jwtfilter.servlet",
            "org.jwtfilter.store",
            "org.jwtfilter.websocket"),
        header(jar, "Export-Package").keySet());
  }

  @ParameterizedTest
  @EnumSource
  void imports_areWhatTheClassesNeed(Jars jar) {
    Set<String> needed = needed(jar);
    // Annotations of our sources: nobody misses them. Constants: compiled into ours.
    needed.removeAll(Set.of("org.jspecify.annotations", "javax.xml"));
    Set<String> imported = new TreeSet<>(header(jar, "Import-Package").keySet());
    // What is asked for by its name alone: see Initialized.
    imported.removeAll(Set.of("javax.xml", "sun.misc"));
    assertEquals(needed, imported);
  }

  /** Only what is always there is demanded. */
  @Test
  void imports_ofBothJars_demandTheSame() {
    Map<String, String> plain = header(Jars.PLAIN, "Import-Package");
    plain.keySet().removeIf(one -> one.startsWith("com."));
    Map<String, String> all = header(Jars.ALL, "Import-Package");
    all.keySet().retainAll(plain.keySet());
    assertEquals(plain, all);
    assertEquals(
        Set.of("jakarta.servlet", "jakarta.servlet.annotation", "jakarta.servlet.http"),
        all.entrySet().stream()
            .filter(one -> !one.getValue().contains("optional"))
            .map(Map.Entry::getKey)
            .filter(one -> !one.startsWith("javax.") && !one.startsWith("org."))
            .collect(Collectors.toSet()));
  }

  private static Set<String> needed(Jars jar) {
    StringWriter answer = new StringWriter();
    PrintWriter out = new PrintWriter(answer);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(out, out, "-verbose:package", "--multi-release", "base", jar.path().toString());
    Set<String> needed = new TreeSet<>();
    Matcher matcher = NEEDS.matcher(answer.toString());
    while (matcher.find()) {
      needed.add(matcher.group(1));
    }
    needed.removeIf(one -> one.startsWith("java.") || one.startsWith("org.jwtfilter"));
    return needed;
  }
}
