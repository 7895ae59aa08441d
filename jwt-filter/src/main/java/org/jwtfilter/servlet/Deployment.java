package org.jwtfilter.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jwtfilter.config.AuthModuleMode;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.Placeholders;
import org.jwtfilter.config.Setting;
import org.jwtfilter.key.Libraries;

/** Gathers what the application's descriptors say to us, and starts with it. */
final class Deployment {
  private static final String PREFIX = "jwt.";

  private Deployment() {}

  static FilterPlan start(FilterConfig config, Clock clock) throws ServletException {
    try {
      Libraries.check();
      return FilterPlan.start(config.getServletContext(), settings(config), clock);
    } catch (ConfigurationException e) {
      throw new ServletException(e.getMessage(), e);
    }
  }

  private static List<Setting> settings(FilterConfig config) {
    List<Setting> settings = new ArrayList<>(contextParams(config.getServletContext()));
    String where = "init-param of filter \"" + config.getFilterName() + "\" in web.xml";
    for (String name : Collections.list(config.getInitParameterNames())) {
      settings.add(new Setting(name, config.getInitParameter(name), where));
    }
    return settings;
  }

  /** What the configuration says of the auth module, before it is read as a whole. */
  static AuthModuleMode authModule(
      ServletContext context, List<? extends FilterRegistration> filters) {
    String name = Options.AUTH_MODULE.name();
    List<Setting> settings = new ArrayList<>(contextParams(context));
    for (FilterRegistration filter : filters) {
      String value = filter.getInitParameter(name);
      if (value != null) {
        settings.add(new Setting(name, value, "init-param"));
      }
    }
    settings.removeIf(one -> !one.name().equals(name));
    Defaults defaults = new Defaults(context.getContextPath(), Duration.ZERO);
    // What is wrong with it is said when the filter starts.
    return ConfigReader.parse(settings, Placeholders.system(), defaults)
        .valueOf(Options.AUTH_MODULE)
        .orElse(AuthModuleMode.AUTO);
  }

  /** The context-params that have the names of MicroProfile JWT. */
  static List<Setting> microProfileParams(ServletContext context) {
    return Collections.list(context.getInitParameterNames()).stream()
        .filter(name -> name.startsWith("mp.jwt."))
        .map(
            name ->
                new Setting(
                    name, context.getInitParameter(name), "context-param " + name + " in web.xml"))
        .toList();
  }

  /** The context-params that are meant for us. */
  static List<Setting> contextParams(ServletContext context) {
    return Collections.list(context.getInitParameterNames()).stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(
            name ->
                new Setting(
                    name.substring(PREFIX.length()),
                    context.getInitParameter(name),
                    "context-param " + name + " in web.xml"))
        .toList();
  }
}
