namespace ElasticJobs.Worker.Tasks;

/// <summary>A command as it lies on file.</summary>
/// <param name="Order">Its payload is a file of its own, and not needed again.</param>
/// <param name="EndBy">When its time is up. Null: never.</param>
internal sealed record StoredOrder(TaskOrder Order, DateTimeOffset? EndBy);
