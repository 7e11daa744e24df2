using System.Security.Cryptography;
using System.Text;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Access;

/// <summary>
/// While there is no user, the console prints a link that sets the first admin's password. It works once, and only for the process that printed it.
/// With a bootstrap token in the settings it also makes an admin token, once.
/// </summary>
internal sealed partial class FirstStart(
    UserDirectory users,
    ITokenStore tokens,
    IIdGenerator ids,
    TimeProvider time,
    IServer server,
    IOptions<ConsoleOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<FirstStart> logger) : BackgroundService
{
    private const string BootstrapName = "bootstrap";
    private string? _code;

    /// <summary>What the link holds. Null: there is no link, or it was used.</summary>
    internal string? Code => _code;

    /// <summary>Takes the code. True for the right one, once.</summary>
    public bool TryTake(string? code)
    {
        var expected = _code;
        return IsRight(code) && Interlocked.CompareExchange(ref _code, null, expected) is not null;
    }

    public bool IsRight(string? code)
    {
        var expected = _code;
        return expected is not null && code is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(code));
    }

    /// <summary>Gives a code back that was taken in vain, e.g. for a password that is too short.</summary>
    public void Return(string code) => Interlocked.CompareExchange(ref _code, code, null);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await AddBootstrapTokenAsync(cancellationToken);
        if (!await users.AnyAsync(cancellationToken))
        {
            _code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        address = address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal);
        if (_code is { } code)
        {
            // The one line that must reach a person even when logs go elsewhere or are turned down.
#pragma warning disable RS0030
            Console.WriteLine($"\nElasticJobs is new here. Open this link once to set the admin's password:\n\n    {address}/setup?code={code}\n");
#pragma warning restore RS0030
        }
        else
        {
            LogReady(logger, address);
        }
    }

    private async Task AddBootstrapTokenAsync(CancellationToken cancellationToken)
    {
        if (options.Value.BootstrapToken is not { Length: > 0 } secret)
        {
            return;
        }

        var hash = TokenSecrets.Hash(secret);
        if (await tokens.FindByHashAsync(hash, cancellationToken) is null)
        {
            await tokens.AddAsync(
                new ApiToken(ids.NewId(), BootstrapName, null, ProjectRole.Admin, hash, BootstrapName, time.GetUtcNow(), null, null, null),
                cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "The console is ready at {Address}.")]
    private static partial void LogReady(ILogger logger, string address);
}
