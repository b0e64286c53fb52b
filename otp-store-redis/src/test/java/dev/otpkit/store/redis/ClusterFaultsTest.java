package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.StoreException.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** One master of a cluster is lost: whose rows lie there is told so in time, and nobody else notices. */
class ClusterFaultsTest {
    private RedisCluster cluster;
    private UnifiedJedis client;
    private OtpBackend backend;
    private Person hit;
    private Person spared;

    @BeforeEach
    void start() {
        cluster = RedisCluster.start(3);
        client = Clients.of(cluster);
        backend = RedisBackend.of(client);
        cluster.masters()
                .forEach(master -> Raw.ask(master.port(), "CONFIG", "SET", "cluster-require-full-coverage", "no"));
        hit = personOf(lost());
        spared = personOf(cluster.masters().get(0));
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private RedisProcess lost() {
        return cluster.masters().get(1);
    }

    /** Whose code lies with this master. */
    private Person personOf(RedisProcess master) {
        Person person = Stream.generate(Person::new)
                .filter(any -> cluster.ownerOf(cluster.slotOf(any.slot().subject())) == master)
                .findFirst()
                .orElseThrow();
        backend.store().open(person.opening());
        return person;
    }

    @Test
    void aMasterThatIsKilledIsALossForItsOwnAlone() {
        lost().kill();
        isLost(List.of(Kind.UNREACHABLE, Kind.UNAVAILABLE));
    }

    @Test
    void aMasterThatIsStoppedIsATimeoutForItsOwnAlone() {
        lost().signal("STOP");
        try {
            isLost(List.of(Kind.TIMEOUT, Kind.UNREACHABLE, Kind.UNAVAILABLE));
        } finally {
            lost().signal("CONT");
        }
    }

    private void isLost(List<Kind> kinds) {
        assertThat(Answers.faultOf(() -> backend.store().verify(hit.rightGuess())))
                .hasValueSatisfying(kind -> assertThat(kind).isIn(kinds));
        assertThat(Answers.faultOf(() -> backend.store().verify(spared.rightGuess())))
                .isEmpty();
    }
}
