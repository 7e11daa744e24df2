using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ElasticJobs.Web.Hosting;

/// <summary>Where this console listens, as processes of this machine reach it.</summary>
internal sealed class OwnAddress(IServer server, IHostApplicationLifetime lifetime)
{
    /// <summary>Null: it does not listen yet.</summary>
    public Uri? Find()
    {
        // Before that they are what was wished for.
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return null;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe && address.Port > 0).OrderBy(address => address.Scheme, StringComparer.Ordinal))
        {
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
            return new UriBuilder(address.Scheme, host, address.Port).Uri;
        }

        return null;
    }
}
