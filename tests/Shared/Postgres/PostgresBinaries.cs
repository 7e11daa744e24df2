namespace ElasticJobs.Tests.Shared.Postgres;

/// <summary>Where <c>initdb</c> and <c>postgres</c> are: Debian keeps them out of PATH, one directory a version.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    public static string Directory { get; } = Find()
        ?? throw new InvalidOperationException("PostgreSQL's server programs are missing. Install them: apt-get install postgresql (tests/run.sh does it).");

    private static string? Find()
    {
        var debian = System.IO.Directory.Exists(DebianRoot)
            ? System.IO.Directory.GetDirectories(DebianRoot)
                .OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
                .Select(path => Path.Combine(path, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.Concat(path).FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")));
    }
}
