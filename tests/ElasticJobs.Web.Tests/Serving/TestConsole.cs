using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Access;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Web.Tests.Serving;

/// <summary>A whole console with the Local runtime and an empty data directory, served on a port of 127.0.0.1 that the system chose.</summary>
public sealed class TestConsole : IDisposable
{
    public const string AdminToken = "an-admin-token-for-tests-of-the-console";

    private readonly TemporaryDirectory? _own;
    private readonly WebApplicationFactory<Program> _factory;

    public TestConsole()
        : this(static _ => { })
    {
    }

    /// <param name="services">Replaces services of the console.</param>
    /// <param name="data">Of another console, to be a second one on its database. Null: a directory of its own.</param>
    internal TestConsole(Action<IServiceCollection> services, string? data = null)
    {
        _own = data is null ? new TemporaryDirectory() : null;
        DataDirectory = data ?? _own!.Path;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("ElasticJobs:DataDirectory", DataDirectory)
            .UseSetting("ElasticJobs:BootstrapToken", AdminToken)
            .UseEnvironment("Production")
            .ConfigureTestServices(services)
            .ConfigureLogging(logging => logging.AddProvider(Logs)));
        _factory.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        _factory.StartServer();
        Api = Client(AdminToken);
    }

    public string DataDirectory { get; }

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory.Services;

    public CapturedLogs Logs { get; } = new();

    /// <summary>An admin of everything, at <c>/api/v1/projects/default/</c>.</summary>
    public HttpClient Api { get; }

    public HttpClient Client(string? token, string? project = Project.DefaultName)
    {
        var client = Plain();
        client.BaseAddress = new Uri(Address, $"/api/v1/projects/{project}/");
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    /// <summary>No sign-in, no cookies, no following of redirects.</summary>
    public HttpClient Plain(CookieContainer? cookies = null) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies is not null, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = Address };

    /// <param name="project">Null: every project.</param>
    /// <returns>The secret.</returns>
    public async Task<string> AddTokenAsync(ProjectRole role, string? project = Project.DefaultName, DateTimeOffset? expiresAt = null, DateTimeOffset? revokedAt = null)
    {
        var secret = TokenSecrets.Create(TokenSecrets.ForApi);
        var id = Services.GetRequiredService<IIdGenerator>().NewId();
        await Services.GetRequiredService<ITokenStore>().AddAsync(
            new ApiToken(id, role.ToString(), project, role, TokenSecrets.Hash(secret), "tests", Services.GetRequiredService<TimeProvider>().GetUtcNow(), expiresAt, revokedAt, null),
            CancellationToken.None);
        return secret;
    }

    public async Task AddUserAsync(string name, string password, ProjectRole? role = null, bool isAdmin = false)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var result = await users.CreateAsync(new AppUser { UserName = name, IsAdmin = isAdmin, CreatedAt = Services.GetRequiredService<TimeProvider>().GetUtcNow() }, password);
        Assert.True(result.Succeeded, string.Join(" ", result.Errors.Select(error => error.Description)));
        await SetRoleAsync(name, role);
    }

    /// <param name="role">Null: none.</param>
    public Task SetRoleAsync(string name, ProjectRole? role) =>
        Services.GetRequiredService<IProjectStore>().SetMemberAsync(Project.DefaultName, name, role, CancellationToken.None);

    /// <param name="path">Begins with a slash.</param>
    public async Task<WebSocket> OpenSocketAsync(string path, string? token, string? origin, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri(new UriBuilder(Address) { Scheme = "ws" }.Uri, path), cancellationToken);
        return socket;
    }

    /// <summary>Instances outlive a console; those of tests must not.</summary>
    private async Task EndServicesAsync()
    {
        var store = Services.GetRequiredService<IDeploymentStore>();
        var services = await store.ListAsync(null, CancellationToken.None);
        if (services.Count == 0)
            return;
        foreach (var service in services)
            await Services.GetRequiredService<IDeploymentService>().DeleteAsync(service.Project, service.Name, force: true, CancellationToken.None);
        await Eventually.TrueAsync(async () => !await HasInstancesAsync(), "the instances of the deleted services have ended", TimeSpan.FromSeconds(60));
    }

    private async Task<bool> HasInstancesAsync()
    {
        await foreach (var pod in Services.GetRequiredService<IPodRuntime>().WatchAsync(CancellationToken.None))
        {
            if (pod.Status is not { } status)
                return false;
            if (!status.IsTerminal && status.Labels.ContainsKey(ServiceLabels.Service))
                return true;
        }

        return false;
    }

    public void Dispose()
    {
        if (_own is not null)
            Task.Run(EndServicesAsync).GetAwaiter().GetResult();
        Api.Dispose();
        _factory.Dispose();
        Logs.Dispose();
        _own?.Dispose();
    }
}
