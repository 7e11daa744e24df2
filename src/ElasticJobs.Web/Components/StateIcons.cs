namespace ElasticJobs.Web.Components;

internal static class StateIcons
{
    public static string For(string state) => state switch
    {
        "Waiting" => "circle-dashed",
        "Queued" => "clock",
        "Starting" => "loader",
        "Running" => "play",
        "Succeeded" => "circle-check",
        "Cached" => "archive",
        "Failed" => "circle-x",
        "UpstreamFailed" => "circle-slash",
        "TimedOut" => "timer-off",
        "Stopped" => "circle-stop",
        "Skipped" => "skip-forward",
        _ => "circle",
    };
}
