using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>A task's place in chains side by side, as the label of its pod has it: <c>c{chain}-{place}</c>.</summary>
internal readonly record struct ChainTask(int Chain, int Place)
{
    private const int Spread = 1000;

    public ChainTask Next => this with { Place = Place + 1 };

    /// <summary>How long it runs: from <paramref name="shortest"/> to twice that, spread evenly, and the same for whoever starts it.</summary>
    public TimeSpan Duration(TimeSpan shortest) => shortest * (1 + ((((Chain * 7919) + (Place * 104_729)) % Spread) / (double)Spread));

    public static ChainTask Of(V1Pod pod)
    {
        var label = pod.Metadata.Label(PodLabels.Task) ?? throw new InvalidOperationException($"Pod {pod.Metadata.Name} has no label {PodLabels.Task}.");
        return label.TrimStart('c').Split('-') is [var chain, var place]
            ? new ChainTask(int.Parse(chain, CultureInfo.InvariantCulture), int.Parse(place, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{label} is no task of a chain.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"c{Chain}-{Place}");
}
