package dev.mcppolicy.store.postgres.approval;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueueProvider;
import dev.mcppolicy.counter.StoreUrl;
import dev.mcppolicy.store.postgres.database.DatabaseUrl;
import java.time.InstantSource;
import java.util.Set;

/**
 * Opens {@code postgres://user@host:5432/database} with a connection of its own. After a question mark may stand what the
 * counters' URL may have there.
 *
 * @see dev.mcppolicy.store.postgres.PostgresCounterStoreProvider
 */
public final class PostgresApprovalQueueProvider implements ApprovalQueueProvider {
    /** All is done in one thread. */
    private static final int CONNECTIONS = 1;

    /** For the service loader. */
    public PostgresApprovalQueueProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgres", "postgresql");
    }

    @Override
    public ApprovalQueue open(StoreUrl url, InstantSource clock) {
        DatabaseUrl database = DatabaseUrl.parse(url.rest(), System::getenv);
        HikariDataSource pool = database.pool(CONNECTIONS, QuestionDatabase.MOST);
        return PostgresApprovalQueue.of(pool, database.schema(), clock, pool::close);
    }
}
