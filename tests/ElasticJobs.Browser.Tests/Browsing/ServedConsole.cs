using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>The whole console in this process, on a port of 127.0.0.1 that the system chose.</summary>
public sealed class ServedConsole : IDisposable
{
    private readonly WebApplicationFactory<Program> _factory = new();

    public ServedConsole()
    {
        _factory.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _factory.StartServer();
    }

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public void Dispose() => _factory.Dispose();
}
