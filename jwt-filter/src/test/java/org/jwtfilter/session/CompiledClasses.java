package org.jwtfilter.session;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Classes of a web application, compiled by a test, so that two nodes can have different ones. */
final class CompiledClasses {
  private CompiledClasses() {}

  /** Compiles sources (simple class name, a colon, code), and loads what the folder then has. */
  static ClassLoader loader(Path folder, String... sources) {
    try {
      Files.createDirectories(folder);
      List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), "-nowarn"));
      for (String source : sources) {
        int colon = source.indexOf(':');
        Path file = folder.resolve(source.substring(0, colon) + ".java");
        Files.writeString(file, source.substring(colon + 1));
        arguments.add(file.toString());
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      if (sources.length > 0
          && compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
        throw new IllegalArgumentException("does not compile: " + String.join("\n", sources));
      }
      return new URLClassLoader(new URL[] {url(folder)}, CompiledClasses.class.getClassLoader());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  static Object make(ClassLoader loader, String className) {
    try {
      return loader.loadClass(className).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
