using System.Text;

namespace ElasticJobs.Cli.Commands;

/// <summary>Documents as people give them: the path of a file, or <c>-</c> for standard input.</summary>
internal static class DocumentFile
{
    /// <param name="fix">What to give instead of what can't be read.</param>
    public static async Task<string> ReadAsync(string path, string fix, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            return await Console.In.ReadToEndAsync(cancellationToken);
        }

        try
        {
            return await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} can't be read: {exception.Message}", fix);
        }
    }
}
