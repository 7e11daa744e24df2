using System.Diagnostics;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Kubernetes.Tests.Pods;

/// <summary>Runs the script around a command as process 1 of a process namespace, as a container does, under one of the shells that images have.</summary>
internal sealed class ScriptRun : IDisposable
{
    public const string Token = "f00d";

    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _shell;
    private Process? _process;
    private Task<string>? _out;
    private Task<string>? _err;

    public ScriptRun(string shell) => _shell = shell;

    public static TheoryData<string> Shells => ["dash", "bash", "busybox"];

    public string this[string name] => _directory[name];

    public string Out { get; private set; } = "";

    public string Err { get; private set; } = "";

    public string? Message => File.Exists(_directory["message"]) ? File.ReadAllText(_directory["message"]) : null;

    public async Task<int> RunAsync(IReadOnlyList<string> command, Dictionary<string, string>? files = null, string? directory = null)
    {
        Start(command, files, directory);
        return await EndAsync();
    }

    /// <param name="gate">File of the run's directory whose content lets the command begin. Null: it begins at once.</param>
    public void Start(IReadOnlyList<string> command, Dictionary<string, string>? files = null, string? directory = null, string? gate = null)
    {
        var pieces = FileEnv.Of(files ?? []);
        var script = ContainerScript.Running(pieces, directory, leaves: true, gate is null ? null : _directory[gate]).Replace("/dev/termination-log", _directory["message"], StringComparison.Ordinal);
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        string[] arguments = [.. Environment.IsPrivilegedProcess ? [] : (string[])["--user", "--map-root-user"], "--pid", "--fork", "--mount-proc", "--kill-child"];
        string[] shell = _shell == "busybox" ? ["busybox", "sh"] : [_shell];
        foreach (var argument in arguments.Concat(shell).Concat(["-c", script, "sh"]).Concat(command))
            start.ArgumentList.Add(argument);
        start.Environment["EJ_POD_DIR"] = _directory["pod"];
        start.Environment["EJ_OUTPUTS"] = _directory["outputs"];
        start.Environment["EJ_RESULTS"] = _directory["results"];
        start.Environment[ContainerScript.FrameVariable] = Token;
        foreach (var piece in pieces)
            start.Environment[piece.Variable] = piece.Text;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _out = _process.StandardOutput.ReadToEndAsync();
        _err = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>TERM to process 1 of the namespace, as the kubelet sends it.</summary>
    public async Task TermAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM $(cat /proc/{_process!.Id}/task/{_process.Id}/children)"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<int> EndAsync()
    {
        using var cap = new CancellationTokenSource(Cap);
        try
        {
            await _process!.WaitForExitAsync(cap.Token);
        }
        catch (OperationCanceledException e)
        {
            _process!.Kill();
            throw new TimeoutException($"The script under {_shell} did not end within {Cap}.", e);
        }

        (Out, Err) = (await _out!, await _err!);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _directory.Dispose();
    }
}
