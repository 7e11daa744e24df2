using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace ElasticJobs.Local.Processes;

/// <summary>
/// Starts a process as the leader of a session of its own, with nothing of this process but what is given: no environment, no open files, no
/// blocked or ignored signals. posix_spawn, because fork is unsafe in a runtime with threads, and <c>Process.Start</c> can't make a session.
/// </summary>
internal static unsafe class PosixSpawn
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    /// <summary>Standard input from nowhere, standard output and error appended to <paramref name="outputPath"/>.</summary>
    public static int Detached(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string directory, string outputPath) =>
        Start(file, arguments, environment, directory, (actions, text) =>
        {
            Check(Libc.posix_spawn_file_actions_addopen((void*)actions, 0, text.Add("/dev/null"), Libc.ReadOnly, 0));
            Check(Libc.posix_spawn_file_actions_addopen((void*)actions, 1, text.Add(outputPath), Libc.WriteOnly | Libc.Create | Libc.Append, 0b110_100_000));
            Check(Libc.posix_spawn_file_actions_adddup2((void*)actions, 1, 2));
        });

    /// <summary>All three streams on a terminal, which becomes the session's controlling terminal: a session leader without one gets the first it opens.</summary>
    public static int OnTerminal(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string directory, string terminalPath) =>
        Start(file, arguments, environment, directory, (actions, text) =>
        {
            Check(Libc.posix_spawn_file_actions_addopen((void*)actions, 0, text.Add(terminalPath), Libc.ReadWrite, 0));
            Check(Libc.posix_spawn_file_actions_adddup2((void*)actions, 0, 1));
            Check(Libc.posix_spawn_file_actions_adddup2((void*)actions, 0, 2));
        });

    private static int Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string directory, Action<nint, NativeText> openStreams)
    {
        // Larger than these opaque structures are in any C library.
        var actions = stackalloc byte[256];
        var attributes = stackalloc byte[512];
        var signals = stackalloc byte[256];
        using var text = new NativeText();
        Check(Libc.posix_spawn_file_actions_init(actions));
        Check(Libc.posix_spawnattr_init(attributes));
        try
        {
            openStreams((nint)actions, text);
            CloseOthers(actions);
            Check(Libc.posix_spawn_file_actions_addchdir_np(actions, text.Add(directory)));
            _ = Libc.sigfillset(signals);
            Check(Libc.posix_spawnattr_setsigdefault(attributes, signals));
            _ = Libc.sigemptyset(signals);
            Check(Libc.posix_spawnattr_setsigmask(attributes, signals));
            Check(Libc.posix_spawnattr_setflags(attributes, SetSession | SetSignalDefaults | SetSignalMask));

            var argv = text.AddArray([file, .. arguments]);
            var envp = text.AddArray([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
            int pid;
            Check(Libc.posix_spawn(&pid, text.Add(file), actions, attributes, argv, envp));
            return pid;
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static void CloseOthers(void* actions)
    {
        try
        {
            Check(Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3));
        }
        catch (EntryPointNotFoundException)
        {
            // musl and old glibc lack it. .NET opens everything close-on-exec anyway; this guards against native libraries that don't.
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }

    /// <summary>Strings in unmanaged memory, freed together.</summary>
    private sealed class NativeText : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Add(string value)
        {
            var bytes = Encoding.UTF8.GetByteCount(value);
            var block = (byte*)Allocate(bytes + 1);
            Encoding.UTF8.GetBytes(value, new Span<byte>(block, bytes));
            block[bytes] = 0;
            return block;
        }

        public byte** AddArray(IReadOnlyList<string> values)
        {
            var array = (byte**)Allocate((values.Count + 1) * sizeof(byte*));
            for (var i = 0; i < values.Count; i++)
                array[i] = Add(values[i]);
            array[values.Count] = null;
            return array;
        }

        public void Dispose()
        {
            foreach (var block in _blocks)
                NativeMemory.Free((void*)block);
        }

        private nint Allocate(int size)
        {
            var block = (nint)NativeMemory.Alloc((nuint)size);
            _blocks.Add(block);
            return block;
        }
    }
}
