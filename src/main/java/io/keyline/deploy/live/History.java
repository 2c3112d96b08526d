package io.keyline.deploy.live;

import io.keyline.store.Database;
import io.keyline.store.Deployment;
import io.keyline.store.DeploymentSql;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** What became of route files and texts, as all hubs of a database write and read it. */
public final class History {

    private final Database database;
    /** The latest deployment that this hub knows of. */
    private long seen;

    History(Database database) {
        this.database = database;
    }

    /** The last good text of each file, those that were deleted among them; what is deployed afterwards is news. */
    List<Deployment> lastGood() {
        seen = database.jdbi().withHandle(DeploymentSql::latest);
        return database.jdbi().withHandle(DeploymentSql::lastGood);
    }

    /** What other hubs have deployed since this one last looked, in order; again each time, until it is {@link #seen}. */
    List<Deployment> news() {
        return database.jdbi().withHandle(handle -> DeploymentSql.deployedSince(handle, seen));
    }

    /** This hub knows of all up to this version. */
    void seen(long version) {
        seen = version;
    }

    /**
     * Adds a deployment.
     *
     * @param rows its files, by its number
     * @return its number
     */
    long add(LongFunction<List<Deployment>> rows) {
        long added = database.jdbi().inTransaction(handle -> {
            long version = DeploymentSql.nextVersion(handle);
            rows.apply(version).forEach(row -> DeploymentSql.insert(handle, row));
            return version;
        });
        seen = Math.max(seen, added);
        return added;
    }

    /** The directory has the files of a deployment now, with these hashes. */
    void brought(long version, Set<String> files, UnaryOperator<String> hashes) {
        database.jdbi().useTransaction(handle -> files.forEach(file -> DeploymentSql.directory(handle, version, file, hashes.apply(file))));
    }

    /** Whether the last that became of the file is that this text was refused for these problems. */
    boolean tells(String file, String text, List<String> problems) {
        Optional<Deployment> last = database.jdbi().withHandle(handle -> DeploymentSql.latest(handle, file));
        return last.filter(one -> !one.deployed() && Objects.equals(one.hash(), FileSet.hash(text)) && one.problems().equals(problems)).isPresent();
    }

    /** The last text of a file that ran and is another one than this. */
    Deployment before(String file, String text) throws UnknownVersionException {
        return database.jdbi().withHandle(handle -> DeploymentSql.goodBefore(handle, file, FileSet.hash(text)))
                .orElseThrow(() -> new UnknownVersionException("the history has no other text of " + file));
    }

    /** A file as a deployment had it. */
    public Deployment find(String file, long version) throws UnknownVersionException {
        return database.jdbi().withHandle(handle -> DeploymentSql.find(handle, version, file))
                .orElseThrow(() -> new UnknownVersionException("the history has no " + file + " of version " + version));
    }

    /** The newest first, without texts. @param file null for all @param before only older versions */
    public List<Deployment> list(String file, long before, int limit) {
        return database.jdbi().withHandle(handle -> DeploymentSql.history(handle, file, before, limit));
    }
}
