using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Terminals;

/// <summary>Opens shells in the environment of a pod, and ends them. Unlike pods they don't outlive the console.</summary>
internal sealed class TerminalOpening(
    LocalPaths paths, PodFiles files, TaskEnvironment environment, PodProcesses processes, IControlGroups groups, TimeProvider time) : IAsyncDisposable
{
    private const string OwnerFile = "owner";

    private readonly ConcurrentDictionary<LocalTerminal, bool> _open = new();
    private readonly Lazy<Readiness> _readiness = new();
    private int _opened;

    public LocalTerminal Open(PodSpec spec, TerminalSize size)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{spec.Name}.{Environment.ProcessId}.{Interlocked.Increment(ref _opened)}");
        var directory = new PodDirectory(Path.Combine(paths.Terminals, name), paths.Temporary(name));
        var stored = new StoredPod("", time.GetUtcNow(), spec);
        var main = stored.Main;
        var working = files.WorkingDirectoryOf(spec, main, directory);
        files.MakeDirectories(stored, directory);
        File.WriteAllText(Path.Combine(directory.Path, OwnerFile), OwnIdentity());
        try
        {
            StartChecks.CheckWorkingDirectory(working);
            foreach (var container in spec.Containers)
                PodFiles.WriteFiles(container, directory);
            var variables = environment.Of(main, directory, spec);
            var shell = TerminalShell.Choose(variables.GetValueOrDefault("PATH", ""), spec.Labels.GetValueOrDefault(PodLabels.Task, spec.Name));
            variables["TERM"] = "xterm-256color";
            variables["PS1"] = shell.Prompt;
            var script = ContainerScript.Write(directory, main.Name, shell.Command, variables, working, groups.Create(name, [main.Resources]));
            DurableFile.Replace(directory.ScriptOf(main.Name), Encoding.UTF8.GetBytes(script));
            return Start(new LocalPod(stored, directory), size);
        }
        catch (Exception error)
        {
            Forget(directory);
            if (error is IOException or Win32Exception or UnauthorizedAccessException)
                throw new PodStartException(PodReasons.StartError, $"The terminal can't be opened: {error.Message}", error);
            throw;
        }
    }

    /// <summary>Ends what terminals of a console that was killed left behind.</summary>
    public void Recover()
    {
        foreach (var path in Directory.EnumerateDirectories(paths.Terminals))
        {
            var name = Path.GetFileName(path);
            var directory = new PodDirectory(path, paths.Temporary(name));
            if (ProcessIdentity.Parse(RawFile.ReadText(Path.Combine(path, OwnerFile))) is { } owner && owner.IsAlive())
                continue;
            foreach (var pid in ProcessTable.Read().MarkedBy(directory.Files))
                _ = Libc.kill(pid, Libc.SigKill);
            foreach (var pid in groups.Members(name) ?? [])
                _ = Libc.kill(pid, Libc.SigKill);
            Forget(directory);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in _open.Keys)
            await terminal.DisposeAsync().ConfigureAwait(false);
        if (_readiness.IsValueCreated)
            _readiness.Value.Dispose();
    }

    private LocalTerminal Start(LocalPod pod, TerminalSize size)
    {
        var pseudo = new PseudoTerminal(size, _readiness.Value);
        try
        {
            var pid = PosixSpawn.OnTerminal("/bin/sh", [pod.Directory.ScriptOf(pod.Stored.Main.Name)], TaskEnvironment.Bare, pod.Directory.Path, pseudo.Path);
            var terminal = new LocalTerminal(pod, pid, pseudo, _readiness.Value, processes, time, Close);
            _open[terminal] = true;
            return terminal;
        }
        catch
        {
            pseudo.Dispose();
            throw;
        }
    }

    private void Close(LocalTerminal terminal)
    {
        _open.TryRemove(terminal, out _);
        Forget(terminal.Pod.Directory);
    }

    private void Forget(PodDirectory directory)
    {
        groups.TryRemove(directory.Name);
        foreach (var path in (string[])[directory.Temporary, directory.Path])
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }

    private static string OwnIdentity() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {ProcessStat.Read(Environment.ProcessId)?.StartTime ?? 0}");
}
