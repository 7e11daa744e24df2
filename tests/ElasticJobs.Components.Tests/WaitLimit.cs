using System.Runtime.CompilerServices;
using Bunit;

namespace ElasticJobs.Components.Tests;

internal static class WaitLimit
{
    /// <summary>bUnit waits one second by default, which a machine that does many things at once can take for a single render.</summary>
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Raise() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
#pragma warning restore CA2255
}
