package io.keyline.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The history of route files and texts. */
public final class DeploymentSql {

    private static final String ROW = "version, file, text, sha256, directory_sha256, state, who, at, why, problems";
    private static final String HEAD = "version, file, null as text, sha256, directory_sha256, state, who, at, why, problems";

    private DeploymentSql() {
    }

    /** The number of a new deployment. */
    public static long nextVersion(Handle handle) {
        return handle.createQuery("select nextval('deployment_version')").mapTo(Long.class).one();
    }

    public static void insert(Handle handle, Deployment one) {
        handle.createUpdate("""
                        insert into deployment (version, file, text, sha256, directory_sha256, state, who, why, problems)
                        values (:version, :file, :text, :hash, :directory, :state, :who, :why, :problems)""")
                .bind("version", one.version()).bind("file", one.file()).bind("text", one.text()).bind("hash", one.hash())
                .bind("directory", one.directoryHash()).bind("state", one.deployed() ? "DEPLOYED" : "REFUSED").bind("who", one.who())
                .bind("why", one.why()).bindArray("problems", String.class, one.problems().toArray(String[]::new)).execute();
    }

    /** What the directory has of a file now: a SHA-256 in hexadecimal; null for nothing. */
    public static void directory(Handle handle, long version, String file, String hash) {
        handle.createUpdate("update deployment set directory_sha256 = :hash where version = :version and file = :file").bind("hash", hash)
                .bind("version", version).bind("file", file).execute();
    }

    /** The last good text of each file, those that were deleted among them. */
    public static List<Deployment> lastGood(Handle handle) {
        return handle.createQuery("select distinct on (file) " + ROW + " from deployment where state = 'DEPLOYED' order by file, version desc")
                .map((rs, context) -> read(rs)).list();
    }

    /** What was deployed after this version, in order. */
    public static List<Deployment> deployedSince(Handle handle, long version) {
        return handle.createQuery("select " + ROW + " from deployment where state = 'DEPLOYED' and version > :version order by version, file")
                .bind("version", version).map((rs, context) -> read(rs)).list();
    }

    /** The latest version there is; 0 if there is none. */
    public static long latest(Handle handle) {
        return handle.createQuery("select coalesce(max(version), 0) from deployment").mapTo(Long.class).one();
    }

    /** What became of a file the last time. */
    public static Optional<Deployment> latest(Handle handle, String file) {
        return handle.createQuery("select " + ROW + " from deployment where file = :file order by version desc limit 1").bind("file", file)
                .map((rs, context) -> read(rs)).findOne();
    }

    /** A file as a deployment had it. */
    public static Optional<Deployment> find(Handle handle, long version, String file) {
        return handle.createQuery("select " + ROW + " from deployment where version = :version and file = :file").bind("version", version)
                .bind("file", file).map((rs, context) -> read(rs)).findOne();
    }

    /** The latest text of a file that was deployed and is another than this one, in hexadecimal SHA-256; null for none. */
    public static Optional<Deployment> goodBefore(Handle handle, String file, String hash) {
        return handle.createQuery("select " + ROW + " from deployment where file = :file and state = 'DEPLOYED' "
                        + "and sha256 is distinct from :hash order by version desc limit 1").bind("file", file).bind("hash", hash)
                .map((rs, context) -> read(rs)).findOne();
    }

    /**
     * The latest rows without their texts, the newest first.
     *
     * @param file   null for all files
     * @param before only older versions
     */
    public static List<Deployment> history(Handle handle, String file, long before, int limit) {
        return handle.createQuery("select " + HEAD + " from deployment where (cast(:file as text) is null or file = :file) and version < :before "
                        + "order by version desc, file limit :limit").bind("file", file).bind("before", before).bind("limit", limit)
                .map((rs, context) -> read(rs)).list();
    }

    private static Deployment read(ResultSet rs) throws SQLException {
        return new Deployment(rs.getLong("version"), rs.getString("file"), rs.getString("text"), rs.getString("sha256"),
                rs.getString("directory_sha256"), rs.getString("state").equals("DEPLOYED"), rs.getString("who"),
                rs.getTimestamp("at").toInstant(), rs.getString("why"), Arrays.asList((String[]) rs.getArray("problems").getArray()));
    }
}
