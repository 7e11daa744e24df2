namespace ElasticJobs.Tests.Shared.Files;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ElasticJobs.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException($"There is no ElasticJobs.sln above {AppContext.BaseDirectory}.");
        return directory.FullName;
    }
}
