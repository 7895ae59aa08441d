package org.jwtfilter.store.testkit;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on a free loopback port, from the binaries that come as a Maven artifact. It
 * can be killed, frozen and started again on the same port and data, and ends with the JVM.
 *
 * <p>PostgreSQL runs neither as root nor as a user without a name. Started by those, it runs as
 * {@code nobody} by the first command that works on this machine.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NOBODY = 65534;

  /**
   * Somebody whom PostgreSQL runs as.
   *
   * @param command what comes before a command, so that it runs as that user
   * @param owner who must own the data; -1: as it is
   */
  private record User(List<String> command, int owner) {}

  private static final List<User> FOR_ROOT =
      List.of(
          new User(
              List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
              NOBODY),
          new User(List.of("runuser", "-u", "nobody", "--"), NOBODY),
          // In a namespace of its own, whoever we are is nobody, and so is the owner of our files.
          new User(List.of("unshare", "-U"), 0));

  /** The second is for users without a name, which PostgreSQL does not take. */
  private static final List<User> FOR_OTHERS =
      List.of(new User(List.of(), -1), new User(List.of("unshare", "-U"), -1));

  private final Path binaries;
  private final Path home;
  private final List<String> user;
  private final int port;

  private PostgresServer(Path binaries, Path home, List<String> user, int port) {
    this.binaries = binaries;
    this.home = home;
    this.user = user;
    this.port = port;
  }

  /** The one that tests share; nobody may kill or freeze it. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final PostgresServer SERVER = start();
  }

  /** Starts one, with empty data. */
  public static PostgresServer start() {
    try {
      Path home = folder();
      List<String> user = initialize(Binaries.FOLDER, home);
      PostgresServer server = new PostgresServer(Binaries.FOLDER, home, user, freePort());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      server.launch();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Unpacked once for all servers of this JVM. */
  private static final class Binaries {
    static final Path FOLDER = unpacked();
  }

  private static Path unpacked() {
    try {
      Path folder = folder();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      unpack(folder);
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A new folder that nobody can read. */
  private static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("jwt-filter-postgres");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Makes the data as one who may: as we are, or as nobody if we are root. */
  private static List<String> initialize(Path binaries, Path home) throws IOException {
    Path data = Files.createDirectory(home.resolve("data"));
    Path log = home.resolve("initdb.log");
    for (User user : isRoot() ? FOR_ROOT : FOR_OTHERS) {
      if (user.owner >= 0) {
        Files.setAttribute(data, "unix:uid", user.owner);
        Files.setAttribute(data, "unix:gid", user.owner);
      }
      List<String> command = new ArrayList<>(user.command);
      command.addAll(List.of(binaries + "/bin/initdb", "-D", data.toString(), "-U", "postgres"));
      command.addAll(List.of("-A", "trust", "-E", "UTF-8", "--no-locale", "--no-sync"));
      if (run(command, home, log)) {
        return user.command;
      }
    }
    throw new IOException(
        "PostgreSQL cannot be started here: " + (Files.exists(log) ? Files.readString(log) : ""));
  }

  private static boolean isRoot() throws IOException {
    Path mine = Files.createTempFile("jwt-filter", "owner");
    try {
      return Files.getAttribute(mine, "unix:uid").equals(0);
    } finally {
      Files.delete(mine);
    }
  }

  private static boolean run(List<String> command, Path home, Path log) {
    try {
      Process process = process(command, home, log).start();
      return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static ProcessBuilder process(List<String> command, Path home, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private static void unpack(Path home) throws IOException {
    InputStream packed =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
            property("os.name").startsWith("Mac") ? "Darwin" : "Linux",
            property("os.arch").replace("amd64", "x86_64"));
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, home.resolve(entry.getName()).normalize());
      }
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path to)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(to);
      return;
    }
    Files.createDirectories(to.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, to);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          to, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Starts it again, on the same port and data, and waits until it answers. */
  public void restart() {
    try {
      launch();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>(user);
    command.addAll(List.of(binaries + "/bin/postgres", "-D", home + "/data", "-p", "" + port));
    command.addAll(List.of("-h", "127.0.0.1", "-k", "", "-c", "max_connections=60"));
    // Killed processes lose nothing that the kernel has; only a killed machine would.
    command.addAll(List.of("-c", "shared_buffers=16MB", "-c", "fsync=off"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Path log = home.resolve("postgres.log");
    Process process = process(command, home, log).start();
    while (!answers()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("PostgreSQL does not answer: " + Files.readString(log));
      }
      if (!process.isAlive()) {
        // After a kill, what is left of the old server may still be going.
        process = process(command, home, log).start();
      }
      pause(process);
    }
  }

  /** Waits a moment, shorter if the process ends. */
  private static void pause(Process process) {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private boolean answers() {
    try (Connection connection = dataSource().getConnection()) {
      return connection.isValid(5);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Kills it with all its children, as by {@code kill -9}: nothing is said to anybody. */
  public void kill() {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** Stops it without ending it: connections stay, and nothing is answered. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    List<String> command = new ArrayList<>(List.of("kill", name));
    processes().forEach(one -> command.add(Long.toString(one.pid())));
    run(command, home, home.resolve("signals.log"));
  }

  private List<ProcessHandle> processes() {
    Optional<ProcessHandle> server = pid().flatMap(ProcessHandle::of);
    return server
        .map(one -> Stream.concat(Stream.of(one), one.descendants()).toList())
        .orElse(List.of());
  }

  private Optional<Long> pid() {
    try (Stream<String> lines = Files.lines(home.resolve("data/postmaster.pid"))) {
      return lines.findFirst().map(line -> Long.valueOf(line.trim()));
    } catch (IOException | UncheckedIOException gone) {
      return Optional.empty();
    }
  }

  /** The loopback port. */
  public int port() {
    return port;
  }

  /** A source that opens a connection of its own each time, as the superuser. */
  public DataSource dataSource() {
    return dataSource("postgres");
  }

  /** A source that opens a connection of its own each time, as that user, without a password. */
  public DataSource dataSource(String as) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser(as);
    return source;
  }

  /** Ends it and removes its data. */
  @Override
  public void close() {
    kill();
    remove(home);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException gone) {
      // A second close finds nothing.
    }
  }
}
