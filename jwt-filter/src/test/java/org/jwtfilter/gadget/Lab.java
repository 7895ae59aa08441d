package org.jwtfilter.gadget;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Vector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.swing.event.EventListenerList;
import javax.swing.undo.UndoManager;
import sun.misc.Unsafe;

/**
 * Where gadgets are put together: the class loader of a careless web application, tools that get at
 * every field, and the places where harm would show. For one test at a time.
 */
@SuppressWarnings({"deprecation", "removal"})
public final class Lab implements AutoCloseable {
  private static final Unsafe UNSAFE = unsafe();

  private final URLClassLoader loader;
  private final Path folder;
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket door;

  private Lab(URLClassLoader loader, Path folder) {
    this.loader = loader;
    this.folder = folder;
  }

  /** A lab whose files would appear in the folder. */
  public static Lab in(Path folder) {
    System.setProperty("java.protocol.handler.pkgs", Lab.class.getPackageName());
    URL[] urls = libraries().stream().map(Lab::url).toArray(URL[]::new);
    return new Lab(new URLClassLoader(urls, Lab.class.getClassLoader()), folder);
  }

  /** The vulnerable libraries, where the build has put them. */
  public static List<Path> libraries() {
    try (Stream<Path> files = Files.list(Path.of("target/gadgets"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("run mvn generate-test-resources first", e);
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The application's class loader. */
  public ClassLoader loader() {
    return loader;
  }

  Path folder() {
    return folder;
  }

  /** Opens a port, and counts who connects to it. */
  int port() throws IOException {
    door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread listener = new Thread(this::listen, "canary");
    listener.setDaemon(true);
    listener.start();
    return door.getLocalPort();
  }

  private void listen() {
    try {
      while (true) {
        door.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException closed) {
      // the end
    }
  }

  /** How much code has run so far, as far as can be seen. */
  public int harm() {
    try (Stream<Path> files = Files.list(folder)) {
      return Canary.calls() + connections.get() + (int) files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (door != null) {
      door.close();
    }
    loader.close();
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  /** An object by the constructor that takes these. */
  Object make(String type, Object... arguments) throws ReflectiveOperationException {
    for (Constructor<?> one : type(type).getDeclaredConstructors()) {
      if (fits(one.getParameterTypes(), arguments)) {
        one.setAccessible(true);
        return one.newInstance(arguments);
      }
    }
    throw new NoSuchMethodException(type + Arrays.toString(arguments));
  }

  /** An object that no constructor has seen. */
  Object blank(String type) throws ReflectiveOperationException {
    return UNSAFE.allocateInstance(type(type));
  }

  /** An array of a type of the application's. */
  Object array(String type, Object... elements) throws ReflectiveOperationException {
    Object array = Array.newInstance(type(type), elements.length);
    for (int i = 0; i < elements.length; i++) {
      Array.set(array, i, elements[i]);
    }
    return array;
  }

  Object call(Object target, String method, Object... arguments)
      throws ReflectiveOperationException {
    return call(target.getClass(), target, method, arguments);
  }

  Object callStatic(String type, String method, Object... arguments)
      throws ReflectiveOperationException {
    return call(type(type), null, method, arguments);
  }

  private static Object call(Class<?> type, Object target, String method, Object... arguments)
      throws ReflectiveOperationException {
    for (Class<?> part = type; part != null; part = part.getSuperclass()) {
      for (Method one : part.getDeclaredMethods()) {
        if (one.getName().equals(method) && fits(one.getParameterTypes(), arguments)) {
          one.setAccessible(true);
          return one.invoke(target, arguments);
        }
      }
    }
    throw new NoSuchMethodException(type + "." + method);
  }

  private static boolean fits(Class<?>[] parameters, Object[] arguments) {
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      Object zero = Array.get(Array.newInstance(parameters[i], 1), 0);
      Class<?> boxed = zero == null ? parameters[i] : zero.getClass();
      if (arguments[i] != null && !boxed.isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  /** Sets any field, of the JDK's classes too. */
  <T> T set(T target, String field, Object value) throws ReflectiveOperationException {
    long offset = UNSAFE.objectFieldOffset(field(target.getClass(), field));
    if (value instanceof Integer number && field(target.getClass(), field).getType() == int.class) {
      UNSAFE.putInt(target, offset, number);
    } else {
      UNSAFE.putObject(target, offset, value);
    }
    return target;
  }

  Object get(Object target, String field) throws ReflectiveOperationException {
    return UNSAFE.getObject(target, UNSAFE.objectFieldOffset(field(target.getClass(), field)));
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    for (Class<?> part = type; part != null; part = part.getSuperclass()) {
      for (Field one : part.getDeclaredFields()) {
        if (one.getName().equals(name)) {
          return one;
        }
      }
    }
    throw new NoSuchFieldException(type + "." + name);
  }

  Object proxy(String type, Object handler) throws ReflectiveOperationException {
    return Proxy.newProxyInstance(
        loader, new Class<?>[] {type(type)}, (java.lang.reflect.InvocationHandler) handler);
  }

  /** A map that asks for the hash of the key when it is read, and has not until then. */
  Map<Object, Object> mapOf(Object key) throws ReflectiveOperationException {
    Map<Object, Object> map = new HashMap<>();
    map.put("in its place", "value");
    for (Object node : (Object[]) get(map, "table")) {
      if (node != null) {
        set(node, "key", key);
      }
    }
    return map;
  }

  /** A queue that compares two such elements when it is read. */
  PriorityQueue<Object> queueOf(Object comparator, Object element)
      throws ReflectiveOperationException {
    PriorityQueue<Object> queue = new PriorityQueue<>(2);
    queue.add(1);
    queue.add(2);
    set(queue, "queue", new Object[] {element, element});
    return set(queue, "comparator", comparator);
  }

  /** A list that asks for the text of the value when it is read: these are no listeners. */
  Object textOf(Object value) throws ReflectiveOperationException {
    UndoManager listener = set(new UndoManager(), "edits", new Vector<>(List.of(value)));
    return set(
        new EventListenerList(), "listenerList", new Object[] {InternalError.class, listener});
  }

  /** As Java writes it. */
  public static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  /** Reads as an application does that trusts what it reads. */
  public void readCarelessly(byte[] bytes) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try (ObjectInputStream in = new Careless(bytes)) {
      in.readObject();
    } catch (Throwable harmed) {
      // what chains throw after they have done what they do
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private final class Careless extends ObjectInputStream {
    Careless(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException primitive) {
        return super.resolveClass(described);
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
      Class<?>[] types = new Class<?>[interfaces.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = Class.forName(interfaces[i], false, loader);
      }
      return Proxy.getProxyClass(loader, types);
    }
  }
}
