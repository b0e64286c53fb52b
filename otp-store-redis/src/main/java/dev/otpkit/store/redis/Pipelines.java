package dev.otpkit.store.redis;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;

/**
 * {@link UnifiedJedis#pipelined} of whichever Jedis is there: its return type changed after 6, and a call compiled against
 * one would not be found in the other.
 */
final class Pipelines {
    private static final MethodHandle PIPELINED = find();

    private Pipelines() {}

    private static MethodHandle find() {
        try {
            Class<?> returned = UnifiedJedis.class.getMethod("pipelined").getReturnType();
            return MethodHandles.publicLookup()
                    .findVirtual(UnifiedJedis.class, "pipelined", MethodType.methodType(returned))
                    .asType(MethodType.methodType(AbstractPipeline.class, UnifiedJedis.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Jedis has no pipelines", e);
        }
    }

    static AbstractPipeline of(UnifiedJedis jedis) {
        try {
            return (AbstractPipeline) PIPELINED.invokeExact(jedis);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
