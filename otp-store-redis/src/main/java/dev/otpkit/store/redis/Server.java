package dev.otpkit.store.redis;

import dev.otpkit.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts by their digests, and hides what a repeat of the same call mends: a script that the server has forgotten, a
 * pooled connection that died, a slot that has moved.
 */
final class Server {
    /** No pool has so many idle connections: somebody in between hangs up on everyone, and is not to be stormed. */
    private static final int MOST_DEAD = 1_000;

    /** While a slot moves, what needs several of its keys is told to come back. */
    private static final long MOVING_MILLIS = 5;

    /** How long a key lives that is written to wait for. */
    private static final long WRITTEN_MILLIS = 1_000;

    private final UnifiedJedis jedis;
    private final int replicas;
    private final long timeoutMillis;

    /**
     * Dead connections met since the last answer, by all callers: a server's restart kills all that lie idle in the pool,
     * and each is found out by using it.
     */
    private final AtomicInteger dead = new AtomicInteger();

    /** Answers once so many replicas have what it says; 0: at once. */
    Server(UnifiedJedis jedis, int replicas, long timeoutMillis) {
        this.jedis = jedis;
        this.replicas = replicas;
        this.timeoutMillis = timeoutMillis;
    }

    Object run(Call call) {
        return replicas > 0 ? runAll(List.of(call)).get(0) : repeated(end(), () -> one(call));
    }

    /** All in one trip, answered in their order; each is atomic, together they are not. */
    List<Object> runAll(List<Call> calls) {
        Object[] answers = new Object[calls.size()];
        runAll(calls, answers);
        return Arrays.asList(answers);
    }

    /** Fails once all were tried: what has an answer by then has run. */
    void runAll(List<Call> calls, Object[] answers) {
        long end = end();
        if (calls.size() == 1 && replicas == 0) {
            answers[0] = run(calls.get(0));
            return;
        }
        repeated(end, () -> {
            piped(calls, answers, end);
            return answers;
        });
    }

    /**
     * Each at most once, whatever is lost, for calls that do not know their repeats; by its text, since even the question for
     * a digest might be repeated by a client of its own accord. Whether all of them have run for certain.
     */
    boolean runOnce(List<Call> calls) {
        List<Response<Object>> answers = new ArrayList<>();
        try {
            sync(pipeline -> calls.forEach(
                    call -> answers.add(pipeline.eval(call.script().text(), call.keys(), call.args()))));
            answers.forEach(Response::get);
            return true;
        } catch (JedisException e) {
            StoreException fault = Faults.of(e);
            if (fault.kind() == StoreException.Kind.INTERRUPTED) {
                throw fault;
            }
            return false;
        } catch (IllegalStateException e) { // of a cluster: a node has not answered
            return false;
        }
    }

    /** Sends what is put into a pipeline, and waits for the answers. */
    private void sync(Consumer<AbstractPipeline> commands) {
        boolean interrupted = false;
        try (AbstractPipeline pipeline = Pipelines.of(jedis)) {
            commands.accept(pipeline);
            interrupted = Thread.interrupted(); // or a cluster's pipeline ends at once, while its threads still read
            pipeline.sync();
        } catch (ConcurrentModificationException | IllegalStateException e) {
            // Jedis's own bookkeeping, when several masters of a cluster die under one pipeline.
            throw new JedisConnectionException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Object one(Call call) {
        try {
            return jedis.evalsha(call.script().digest(), call.keys(), call.args());
        } catch (JedisNoScriptException e) {
            return jedis.eval(call.script().text(), call.keys(), call.args());
        }
    }

    private void piped(List<Call> calls, Object[] answers, long end) {
        List<Response<Object>> responses = new ArrayList<>();
        List<Written> written = new ArrayList<>();
        sync(pipeline -> {
            calls.forEach(call -> responses.add(pipeline.evalsha(call.script().digest(), call.keys(), call.args())));
            if (replicas > 0) {
                written.addAll(
                        write(pipeline, calls.stream().map(Server::beside).toList(), end));
            }
        });
        List<byte[]> later = new ArrayList<>();
        RuntimeException first = null;
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            try {
                if (mustGoAlone(responses.get(i))) {
                    // Loaded, where its slot has gone, over another connection; not all, or sums would count twice.
                    answers[i] = repeated(end, () -> one(call));
                    later.add(beside(call)); // what was written came before it
                } else {
                    answers[i] = responses.get(i).get();
                }
            } catch (JedisDataException | StoreException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        if (replicas > 0) {
            awaitReplicas(written, later, end);
        }
    }

    /** What is written behind a script to wait by, and how many replicas have it, and so all that came before. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Written(byte[] key, Response<?> done, Response<Long> replicas) {}

    private static byte[] beside(Call call) {
        return Keys.beside(call.keys().get(0));
    }

    /**
     * WAIT goes by what its own connection has written, so a script that has written nothing, as when it repeats an answer,
     * must be followed by a write to its master.
     */
    @SuppressWarnings("deprecation") // in 8; what is not, 6 does not know
    private List<Written> write(AbstractPipeline pipeline, List<byte[]> keys, long end) {
        List<Response<?>> done = new ArrayList<>();
        for (byte[] key : keys) {
            done.add(pipeline.psetex(key, WRITTEN_MILLIS, new byte[0]));
        }
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            // One after the other where they share a connection; the first of them has waited for all.
            long patience = Math.max(1, (end - System.nanoTime()) / 1_000_000 / keys.size());
            Response<Long> acknowledged = pipeline.waitReplicas(keys.get(i), replicas, patience);
            written.add(new Written(keys.get(i), done.get(i), acknowledged));
        }
        return written;
    }

    /** Where a slot has moved meanwhile, its new master is asked: by then it has what the script did. */
    private void awaitReplicas(List<Written> first, List<byte[]> later, long end) {
        List<Written> written = first;
        List<byte[]> unsaid = new ArrayList<>(later);
        while (true) {
            for (Written one : written) {
                if (mustGoAlone(one.done()) || mustGoAlone(one.replicas())) {
                    unsaid.add(one.key());
                } else if (one.replicas().get() < replicas) {
                    throw new StoreException(StoreException.Kind.UNAVAILABLE);
                }
            }
            if (unsaid.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE);
            }
            pause();
            List<byte[]> keys = unsaid;
            List<Written> again = new ArrayList<>();
            keys.forEach(key -> repeated(end, () -> jedis.get(key))); // follows where its slot has gone
            sync(pipeline -> again.addAll(write(pipeline, keys, end)));
            written = again;
            unsaid = new ArrayList<>();
        }
    }

    /** Whether a command failed in a pipeline in a way that the same one alone may get past; other faults are thrown. */
    private static boolean mustGoAlone(Response<?> response) {
        try {
            response.get();
            return false;
        } catch (JedisDataException e) {
            if (!Faults.isMendedAlone(e)) {
                throw e;
            }
            return true;
        } catch (IllegalStateException e) { // of a connection that died the pipeline of a cluster says nothing
            return true;
        }
    }

    private long end() {
        return System.nanoTime() + timeoutMillis * 1_000_000;
    }

    private <T> T repeated(long end, Supplier<T> call) {
        while (true) {
            try {
                T answer = call.get();
                if (dead.get() > 0) {
                    dead.set(0);
                }
                return answer;
            } catch (JedisException e) {
                boolean moving = Faults.isMoving(e);
                boolean repeat = moving || Faults.isDeadConnection(e) && dead.incrementAndGet() <= MOST_DEAD;
                if (!repeat || System.nanoTime() - end > 0) {
                    throw Faults.of(e);
                }
                if (moving) {
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MOVING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.INTERRUPTED, e);
        }
    }
}
