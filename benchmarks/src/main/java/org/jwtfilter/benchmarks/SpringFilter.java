package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Spring Session on Redis, put together as {@code @EnableRedisHttpSession} does by default. */
final class SpringFilter implements AutoCloseable {
  private final LettuceConnectionFactory connections;
  private final Filter filter;

  SpringFilter(int port) {
    connections = new LettuceConnectionFactory("127.0.0.1", port);
    connections.afterPropertiesSet();
    connections.start();
    RedisTemplate<String, Object> template = new RedisTemplate<>();
    template.setKeySerializer(RedisSerializer.string());
    template.setHashKeySerializer(RedisSerializer.string());
    template.setConnectionFactory(connections);
    template.afterPropertiesSet();
    filter = new SessionRepositoryFilter<>(new RedisSessionRepository(template));
  }

  Filter filter() {
    return filter;
  }

  @Override
  public void close() {
    connections.destroy();
  }
}
