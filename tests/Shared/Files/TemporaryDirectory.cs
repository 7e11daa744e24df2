namespace ElasticJobs.Tests.Shared.Files;

/// <summary>An empty directory that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ej-test-").FullName;

    /// <summary>The path of a file or directory in it, which need not exist.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that the test just ended may still be closing a file; the system clears its temporary directory.
        }
    }
}
