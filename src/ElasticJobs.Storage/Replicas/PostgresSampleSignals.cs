using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Replicas;

/// <summary>Texts are <c>{kind} {run} {attempt} {task}</c>, of a point <c>{kind} {run} {attempt} {task} {sample as JSON}</c>.</summary>
internal sealed class PostgresSampleSignals(PostgresNotices notices) : ISampleSignals
{
    public const string ChannelName = "elasticjobs_samples";

    private const int Parts = 5;

    public void Send(SampleSignal signal)
    {
        var (run, task, number) = signal.Attempt;
        var sample = signal.Sample is null ? "" : " " + JsonSerializer.Serialize(signal.Sample);
        notices.Send(ChannelName, string.Create(CultureInfo.InvariantCulture, $"{signal.Kind} {run} {number} {Uri.EscapeDataString(task)}{sample}"));
    }

    public async IAsyncEnumerable<SampleSignal> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var text in notices.ListenAsync(ChannelName, cancellationToken))
        {
            if (Read(text) is { } signal)
            {
                yield return signal;
            }
        }
    }

    /// <summary>Null: of another version of this program.</summary>
    private static SampleSignal? Read(string text)
    {
        if (text.Split(' ', Parts) is not [var kind, var id, var count, var task, .. var rest]
            || !Enum.TryParse<SampleSignalKind>(kind, out var known)
            || !RunId.TryParse(id, out var run)
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        try
        {
            var sample = rest is [var json] ? JsonSerializer.Deserialize<ResourceSample>(json) : null;
            return (known == SampleSignalKind.Point) == (sample is not null) ? new SampleSignal(known, new AttemptKey(run, Uri.UnescapeDataString(task), number), sample) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
