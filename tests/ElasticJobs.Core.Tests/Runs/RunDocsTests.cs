using System.Runtime.CompilerServices;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunDocsTests
{
    [Fact]
    public void Docs_PrintTheTransitionTables()
    {
        var docs = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/runs.md"));

        Assert.Contains(Print(RunTransitions.Table), docs, StringComparison.Ordinal);
        Assert.Contains(Print(TaskTransitions.Table), docs, StringComparison.Ordinal);
    }

    [Fact]
    public void Docs_NameEveryReason()
    {
        var docs = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/runs.md"));
        var codes = typeof(ReasonCodes).GetFields().Select(field => (string)field.GetValue(null)!);

        Assert.All(codes, code => Assert.Contains($"| `{code}` |", docs, StringComparison.Ordinal));
    }

    private static string Print<T>(IReadOnlyDictionary<T, System.Collections.Frozen.FrozenSet<T>> table)
        where T : struct, Enum =>
        "| from | to |\n|---|---|\n" + string.Concat(Enum.GetValues<T>().Select(from => $"| {from} | {string.Join(", ", table[from].Order())} |\n"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
