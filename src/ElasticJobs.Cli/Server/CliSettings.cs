using System.Text.Json;

namespace ElasticJobs.Cli.Server;

/// <summary>
/// Where the console is and who we are: <c>EJOBS_SERVER</c>, <c>EJOBS_TOKEN</c> and <c>EJOBS_PROJECT</c>, else what <c>ejobs login</c> kept in
/// <c>~/.config/elasticjobs/cli.json</c>, readable by its owner alone.
/// </summary>
internal sealed record CliSettings(string? Server, string? Token, string Project)
{
    public const string DefaultServer = "http://127.0.0.1:5080";
    public const string DefaultProject = "default";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static CliSettings Load(string path)
    {
        var kept = Read(path);
        return new CliSettings(
            Variable("EJOBS_SERVER") ?? kept?.Server ?? DefaultServer,
            Variable("EJOBS_TOKEN") ?? kept?.Token,
            Variable("EJOBS_PROJECT") ?? kept?.Project ?? DefaultProject);
    }

    public static string DefaultPath =>
        Variable("EJOBS_CONFIG")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "elasticjobs", "cli.json");

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, this, Json);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static CliSettings? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<CliSettings>(File.ReadAllText(path), Json);
        }
        catch (JsonException exception)
        {
            throw new CliException($"The settings file {path} can't be read: {exception.Message}", "Delete it and log in again with 'ejobs login'.");
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
