using System.Security.Claims;
using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Access;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs.Detail;
using ElasticJobs.Web.Features.Runs.Starting;
using ElasticJobs.Web.Samples;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Radzen;

namespace ElasticJobs.Components.Tests.Console;

/// <summary>Pages on stores in memory, with a browser that does nothing. Runs change when a test says so.</summary>
public abstract class ConsolePage : BunitContext
{
    private readonly SequentialIds _ids = new();

    protected ConsolePage()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Pipelines = new InMemoryPipelineStore(Time);
        Logs = new MemoryLogStore(Time);
        Acts = new NotedActs(Runs);
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IIdGenerator>(_ids);
        Services.AddSingleton<IPipelineStore>(Pipelines);
        Services.AddSingleton<IRunStore>(Runs);
        Services.AddSingleton<IRunFeed>(Feed);
        Services.AddSingleton<IRunService>(Acts);
        Services.AddSingleton<ILogFeed>(new StoredLogFeed(Logs));
        Services.AddSingleton<ILogStore>(Logs);
        Services.AddSingleton<ITaskResults>(Results);
        Services.AddSingleton<IPodRuntime>(new FakePodRuntime());
        Services.AddSingleton<ITemplateCatalog, TemplateCatalog>();
        Services.AddSingleton<PipelineValidator>();
        Services.AddSingleton<IProjectAccess>(Access);
        Services.AddSingleton(new SampleCatalog(NullLogger<SampleCatalog>.Instance));
        Services.AddScoped<NotificationService>();
        Services.AddScoped<DialogService>();
        Services.AddSingleton<IAuditStore>(Audit);
        Services.AddSingleton<AuditLog>();
        Services.AddScoped<Acts>();
        Services.AddScoped<ReasonWords>();
        Services.AddScoped<RunStarting>();
    }

    private protected GivenRole Access { get; } = new();

    protected MemoryAuditStore Audit { get; } = new();

    protected FakeTimeProvider Time { get; } = new(RunRows.Start);

    protected InMemoryPipelineStore Pipelines { get; }

    protected InMemoryRunStore Runs { get; } = new();

    protected MemoryLogStore Logs { get; }

    private protected ManualRunFeed Feed { get; } = new();

    private protected NotedActs Acts { get; }

    private protected GivenResults Results { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected NotificationService Notifications => Services.GetRequiredService<NotificationService>();

    protected Task SaveAsync(PipelineDocument document) => Pipelines.SaveAsync("default", document, "ann", null, CancellationToken.None);

    protected async Task<RunDetail> CreateAsync(RunDetail detail)
    {
        await Runs.CreateAsync(detail.Run, detail.Tasks, "ann", CancellationToken.None);
        if (detail.Attempts.Count > 0)
        {
            await Runs.CommitAsync(new RunChange(detail.Run with { Version = detail.Run.Version + 1 }, detail.Tasks, detail.Attempts, []), CancellationToken.None);
        }

        return detail;
    }

    protected IRenderedComponent<TPage> Open<TPage>(string address, ProjectRole role = ProjectRole.Admin, Action<ComponentParameterCollectionBuilder<TPage>>? with = null)
        where TPage : IComponent
    {
        Access.Role = role;
        Navigation.NavigateTo(address);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")], "test"));
        return Render<TPage>(page =>
        {
            page.AddCascadingValue(new ProjectView("default", role, false, user));
            with?.Invoke(page);
        });
    }

    /// <summary>Waits until so many streams of the project are followed.</summary>
    protected Task FollowedAsync(int count = 1) => Eventually.TrueAsync(() => Feed.ProjectWatches == count, $"{count} pages follow the project's runs");

    /// <summary>Moves time on, so that the page's loop draws, until it shows what is expected.</summary>
    protected Task ShowsAsync(Func<bool> look, string expected) => Eventually.TrueAsync(
        () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            return look();
        },
        expected);
}
