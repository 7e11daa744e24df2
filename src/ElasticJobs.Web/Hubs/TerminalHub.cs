using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pods;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.SignalR;

namespace ElasticJobs.Web.Hubs;

/// <summary><c>/hubs/terminal</c>: debug terminals. Any number of viewers share one; what it showed lately is replayed to a new one.</summary>
internal sealed class TerminalHub(IProjectAccess access, IDebugStore store, IDebugService debug) : StreamHub(access)
{
    private const int MaximumInput = 64 * 1024;

    public async IAsyncEnumerable<TerminalWire> Attach(TerminalRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FindAsync(request.Session);
        debug.Resize(request.Session, Size(request.Cols, request.Rows));
        await foreach (var bytes in debug.AttachAsync(request.Session, cancellationToken))
        {
            yield return new TerminalWire(Convert.ToBase64String(bytes.Span), false, null);
        }

        var ended = await store.FindAsync(request.Session, cancellationToken);
        yield return new TerminalWire(null, true, ended?.EndReason ?? "removed");
    }

    /// <param name="data">Base64.</param>
    public async Task Input(Guid session, string data)
    {
        await FindAsync(session);
        if (data.Length > MaximumInput * 4 / 3)
        {
            throw new HubException("input_too_large: At most 64 KiB can be sent to a terminal at once. Paste less, or write a file.");
        }

        var bytes = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, bytes, out var length))
        {
            throw new HubException("bad_input: What is typed into a terminal is sent as base64, and this is none. Encode it.");
        }

        try
        {
            await debug.WriteAsync(session, bytes.AsMemory(0, length), Context.ConnectionAborted);
        }
        catch (RefusedException refused)
        {
            throw Refuse(refused);
        }
    }

    public async Task Resize(Guid session, int cols, int rows)
    {
        await FindAsync(session);
        debug.Resize(session, Size(cols, rows));
    }

    private async Task FindAsync(Guid session)
    {
        var found = await store.FindAsync(session, Context.ConnectionAborted)
            ?? throw Refuse(new RefusedException(RefusalKind.NotFound, "debug_not_found", "This terminal is no longer there.", "Open a new one from the task."));
        await RequireAsync(found.Project, ProjectRole.Operator);
    }

    private static TerminalSize Size(int columns, int rows) => new(Math.Clamp(columns, 2, 1000), Math.Clamp(rows, 2, 1000));
}

internal sealed record TerminalRequest(Guid Session, int Cols, int Rows);

/// <param name="Data">Base64. Null with the last item.</param>
/// <param name="Ended">True with the last item.</param>
/// <param name="Reason">stopped, expired, exited, console_restarted or removed.</param>
public sealed record TerminalWire(string? Data, bool Ended, string? Reason);
