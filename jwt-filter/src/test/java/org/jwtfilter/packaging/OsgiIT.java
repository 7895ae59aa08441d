package org.jwtfilter.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;

/** The jars as bundles of a real framework, Apache Felix, with what is mandatory and no more. */
class OsgiIT {
  @TempDir private Path folder;
  private Framework framework;

  @BeforeEach
  void start() throws BundleException {
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
    framework.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private Bundle install(Path jar) throws BundleException {
    return framework.getBundleContext().installBundle(jar.toUri().toString());
  }

  @Test
  void allInOneJar_needsTheServletApiAlone() throws Exception {
    Bundle bundle = install(Jars.ALL.path());
    assertThrows(BundleException.class, bundle::start);
    install(Jars.ofOurBuild("jakarta.servlet-api-"));
    assertWorks(bundle);
  }

  @Test
  void plainJar_needsTheServletApi_jacksonCore_andJavaJwt_whichIsNoBundle() throws Exception {
    Bundle bundle = install(Jars.PLAIN.path());
    install(Jars.ofOurBuild("jakarta.servlet-api-"));
    install(Jars.ofOurBuild("jackson-core-"));
    assertThrows(BundleException.class, bundle::start);
    install(asBundle(Jars.ofOurBuild("java-jwt-")));
    assertWorks(bundle);
  }

  private static void assertWorks(Bundle bundle) throws Exception {
    bundle.start();
    assertEquals(Bundle.ACTIVE, bundle.getState());
    bundle.loadClass("org.jwtfilter.servlet.JwtFilter").getConstructor().newInstance();
    ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
    assertEquals("ann", Programs.caller(loader, Ann.token()));
    assertTrue(
        bundle.adapt(BundleWiring.class).getCapabilities("osgi.serviceloader").stream()
            .anyMatch(
                one ->
                    one.getAttributes()
                        .containsValue("jakarta.servlet.ServletContainerInitializer")));
  }

  /** What deployers do by hand, or containers by {@code wrap:}. */
  private Path asBundle(Path jar) throws IOException {
    Path bundle = folder.resolve("java-jwt-bundle.jar");
    try (JarFile from = new JarFile(jar.toFile());
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(bundle), manifest())) {
      List<JarEntry> classes = new ArrayList<>(from.stream().toList());
      classes.removeIf(one -> !one.getName().startsWith("com/") || one.isDirectory());
      for (JarEntry one : classes) {
        to.putNextEntry(new JarEntry(one.getName()));
        try (InputStream in = from.getInputStream(one)) {
          in.transferTo(to);
        }
      }
    }
    return bundle;
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.putValue("Manifest-Version", "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "com.auth0.java-jwt");
    main.putValue(
        "Export-Package",
        "com.auth0.jwt,com.auth0.jwt.algorithms,com.auth0.jwt.exceptions,com.auth0.jwt.interfaces");
    return manifest;
  }
}
