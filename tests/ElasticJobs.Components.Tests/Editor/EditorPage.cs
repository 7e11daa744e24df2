using System.Security.Claims;
using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Access;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Features.Editor;
using ElasticJobs.Web.Features.Editor.Canvas;
using ElasticJobs.Web.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Radzen;

namespace ElasticJobs.Components.Tests.Editor;

/// <summary>The editor's screen on stores in memory, with a browser that does nothing.</summary>
public abstract class EditorPage : BunitContext
{
    private readonly OneRole _access = new();

    protected EditorPage()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Store = new InMemoryPipelineStore(Time);
        var ids = new SequentialIds();
        Runs = new NotedRuns(RunStore, Time, ids);
        Debugging = new NotedDebugging(Time, ids);
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IPipelineStore>(Store);
        Services.AddSingleton<ITemplateCatalog, TemplateCatalog>();
        Services.AddSingleton<PipelineValidator>();
        Services.AddSingleton<TaskRenderer>();
        Services.AddSingleton(new SampleCatalog(NullLogger<SampleCatalog>.Instance));
        Services.AddSingleton<IRunStore>(RunStore);
        Services.AddSingleton<IRunService>(Runs);
        Services.AddSingleton<IRunFeed>(new StoredRunFeed(RunStore));
        Services.AddSingleton<IDebugService>(Debugging);
        Services.AddSingleton<IDebugStore>(Debugging);
        Services.AddSingleton<IProjectAccess>(_access);
        Services.AddSingleton<IIdGenerator>(ids);
        Services.AddSingleton<IAuditStore>(Audit);
        Services.AddSingleton<AuditLog>();
        Services.AddScoped<NotificationService>();
    }

    protected MemoryAuditStore Audit { get; } = new();

    /// <summary>Stands still, so that the page's loop acts only when a test says so.</summary>
    protected FakeTimeProvider Time { get; } = new();

    protected InMemoryPipelineStore Store { get; }

    protected InMemoryRunStore RunStore { get; } = new();

    private protected NotedRuns Runs { get; }

    private protected NotedDebugging Debugging { get; }

    protected NotificationService Notifications => Services.GetRequiredService<NotificationService>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected Task SaveAsync(PipelineDocument document, string author = "ann") => Store.SaveAsync("default", document, author, null, CancellationToken.None);

    /// <param name="query">Of the address, e.g. <c>?task=a</c>.</param>
    protected IRenderedComponent<EditorScreen> Open(string name = "demo", string query = "", ProjectRole role = ProjectRole.Admin)
    {
        _access.Role = role;
        Navigation.NavigateTo($"/pipelines/{name}{query}");
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")], "test"));
        return Render<EditorScreen>(screen => screen
            .Add(component => component.Name, name)
            .AddCascadingValue(new ProjectView("default", role, false, user)));
    }

    /// <summary>What the canvas in the browser would send.</summary>
    protected static Task SendAsync(IRenderedComponent<EditorScreen> screen, string command) =>
        screen.InvokeAsync(() => screen.FindComponent<CanvasHost>().Instance.OnCommandAsync(command));

    protected static EditorState StateOf(IRenderedComponent<EditorScreen> screen) => screen.FindComponent<CanvasHost>().Instance.State;
}
