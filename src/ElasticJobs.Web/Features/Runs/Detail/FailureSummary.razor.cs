using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Runs.Detail;

public sealed partial class FailureSummary
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private const int LinesRead = 400;
    private readonly LastWords _last = new();

    [Parameter, EditorRequired]
    public required RunPicture Picture { get; set; }

    [Parameter, EditorRequired]
    public required TaskRow Task { get; set; }

    [Parameter]
    public EventCallback OnOpen { get; set; }

    [Inject]
    private ILogFeed Logs { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (Task.Latest is { } attempt)
        {
            var key = new LogKey(attempt.Key, PodManifest.FirstLogOf(attempt.Manifest));
            // Followed, not read: the last lines may still be on their way when the task has ended.
            await FollowAsync(cancellationToken => Logs.FollowAsync(key, -LinesRead, cancellationToken), _last.Take, Interval, static () => false);
        }
    }
}
