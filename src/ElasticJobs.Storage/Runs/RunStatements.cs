using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Runs;

/// <summary>The writes of runs. Each runs unchanged on SQLite and on PostgreSQL.</summary>
internal static class RunStatements
{
    public const string Unfinished = "state IN ('Queued', 'Running')";

    public static readonly SqlStatement InsertRun = new(
        """
        INSERT INTO runs (id, project, pipeline, revision, trigger, state, parameters, execution_date, created_by, created_at, started_at, finished_at,
            stop_request, stop_requested_by, reason, source_run, only_tasks, seed_outputs, draft_document, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (id) DO NOTHING
        """,
        Id, Text, Text, Whole, Text, Text, Text, Time, Text, Time, Time, Time, Text, Text, Text, Id, Text, Text, Text, Whole);

    /// <summary>
    /// What a run is made of stays as it was inserted. A stop request is raced for: people raise it while the engine commits steps of a run that it read before, so the
    /// stronger of the two stays, unless the step takes an ended run up again (a retry), which has answered every request before it.
    /// </summary>
    public static readonly SqlStatement UpdateRun = new(
        $"""
        UPDATE runs SET
            stop_requested_by = CASE WHEN {RequestIsTaken} THEN $3 ELSE stop_requested_by END,
            stop_request = CASE WHEN {RequestIsTaken} THEN $2 ELSE stop_request END,
            state = $1, started_at = $4, finished_at = $5, reason = $6, version = $7
        WHERE id = $8 AND version < $7
        """,
        Text, Text, Text, Time, Time, Text, Whole, Id);

    public static readonly SqlStatement RequestStop = new(
        $"""
        UPDATE runs SET
            stop_requested_by = CASE WHEN {RequestIsStronger} THEN $2 ELSE stop_requested_by END,
            stop_request = CASE WHEN {RequestIsStronger} THEN $1 ELSE stop_request END
        WHERE id = $3 AND {Unfinished}
        """,
        Text, Text, Id);

    public static readonly SqlStatement DeleteRun = new("DELETE FROM runs WHERE id = $1", Id);

    public static readonly SqlStatement InsertTask = new(
        """
        INSERT INTO task_runs (run_id, task, position, state, attempt, tries, started_at, finished_at, not_before, reason, exit_code, outputs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (run_id, task) DO NOTHING
        """,
        Id, Text, Whole, Text, Whole, Whole, Time, Time, Time, Text, Whole, Text);

    /// <summary>A task that the run was not made with comes last.</summary>
    public static readonly SqlStatement PutTask = new(
        """
        INSERT INTO task_runs (run_id, task, position, state, attempt, tries, started_at, finished_at, not_before, reason, exit_code, outputs)
        VALUES ($1, $2, 1000000, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (run_id, task) DO UPDATE SET state = excluded.state, attempt = excluded.attempt, tries = excluded.tries, started_at = excluded.started_at,
            finished_at = excluded.finished_at, not_before = excluded.not_before, reason = excluded.reason, exit_code = excluded.exit_code, outputs = excluded.outputs
        """,
        Id, Text, Text, Whole, Whole, Time, Time, Time, Text, Whole, Text);

    /// <summary>Pod and manifest are an attempt's identity and stay; its use is kept where the new row has none.</summary>
    public static readonly SqlStatement PutAttempt = new(
        """
        INSERT INTO task_attempts (run_id, task, number, pod_name, state, created_at, started_at, finished_at, exit_code, reason, stop_cause, manifest,
            peak_cpu, mean_cpu, peak_memory, mean_memory, outputs, node)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (run_id, task, number) DO UPDATE SET state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at,
            exit_code = excluded.exit_code, reason = excluded.reason, stop_cause = excluded.stop_cause,
            peak_cpu = coalesce(excluded.peak_cpu, task_attempts.peak_cpu), mean_cpu = coalesce(excluded.mean_cpu, task_attempts.mean_cpu),
            peak_memory = coalesce(excluded.peak_memory, task_attempts.peak_memory), mean_memory = coalesce(excluded.mean_memory, task_attempts.mean_memory),
            outputs = excluded.outputs, node = excluded.node
        """,
        Id, Text, Whole, Text, Text, Time, Time, Time, Whole, Text, Text, Text, Real, Real, Whole, Whole, Text, Text);

    public static readonly SqlStatement SetUse = new(
        "UPDATE task_attempts SET peak_cpu = $1, mean_cpu = $2, peak_memory = $3, mean_memory = $4 WHERE run_id = $5 AND task = $6 AND number = $7",
        Real, Real, Whole, Whole, Id, Text, Whole);

    public static readonly SqlStatement InsertChange = new(
        "INSERT INTO state_changes (run_id, task, attempt, from_state, to_state, changed_at, cause, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        Id, Text, Whole, Text, Text, Time, Text, Text);

    /// <summary>The first change of a run, once.</summary>
    public static readonly SqlStatement InsertCreation = new(
        """
        INSERT INTO state_changes (run_id, task, attempt, from_state, to_state, changed_at, cause, actor)
        SELECT $1, NULL, NULL, '', $2, $3, 'created', $4 WHERE NOT EXISTS (SELECT 1 FROM state_changes WHERE run_id = $1)
        """,
        Id, Text, Time, Text);

    private const string RequestIsTaken =
        "(state NOT IN ('Queued', 'Running') AND $1 IN ('Queued', 'Running')) OR ($2 = 'Kill' AND stop_request <> 'Kill') OR ($2 = 'Stop' AND stop_request = 'None')";

    private const string RequestIsStronger = "($1 = 'Kill' AND stop_request <> 'Kill') OR ($1 = 'Stop' AND stop_request = 'None')";
}
