using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Deploy.Tests;

/// <summary>Ways to install the chart, as files of values.</summary>
internal static class ValueSets
{
    private static readonly string Directory = Repository.At("tests", "ElasticJobs.Deploy.Tests", "values");

    public static TheoryData<string> Names => new(System.IO.Directory.GetFiles(Directory).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    public static string File(string name) => Path.Combine(Directory, $"{name}.yaml");
}
