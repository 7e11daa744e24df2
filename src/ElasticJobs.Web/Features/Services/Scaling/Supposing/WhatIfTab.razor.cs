using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Scaling.Supposing;

public sealed partial class WhatIfTab : IDisposable
{
    private const double SecondsInAnHour = 3600;

    /// <summary>Of the supposition that is shown: whatever else still plays is given up.</summary>
    private CancellationTokenSource _playing = new();
    private Supposition? _shown;
    private SupposedResult? _result;
    private SupposedChart? _chart;
    private IReadOnlyList<Problem> _problems = [];
    private bool _isBusy;
    private string _settings = "";
    private double _startUp;
    private double _price;
    private int _hours;

    [Parameter, EditorRequired]
    public required Deployment Service { get; set; }

    [SupplyParameterFromQuery(Name = "settings")]
    private string? Settings { get; set; }

    [SupplyParameterFromQuery(Name = "startup")]
    private double? StartUp { get; set; }

    [SupplyParameterFromQuery(Name = "price")]
    private double? Price { get; set; }

    [SupplyParameterFromQuery(Name = "hours")]
    private int? Hours { get; set; }

    [Inject]
    private ITaskHistory History { get; set; } = null!;

    [Inject]
    private IDecisionStore Decisions { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<(string Name, Func<ScalingOutcome, string> Value)> Rows =>
    [
        ("WhatIfPeak", outcome => outcome.Peak.ToString(CultureInfo.InvariantCulture)),
        ("WhatIfP50", outcome => Wait(outcome.Waits.P50)),
        ("WhatIfP99", outcome => Wait(outcome.Waits.P99)),
        ("WhatIfMax", outcome => Wait(outcome.Waits.Max)),
        ("WhatIfInstanceHours", outcome => Number(outcome.InstanceSeconds / SecondsInAnHour)),
        ("WhatIfCost", outcome => Number(outcome.InstanceSeconds / SecondsInAnHour * _shown!.Price)),
    ];

    public void Dispose()
    {
        _playing.Cancel();
        _playing.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var supposed = Supposition.Of(Service.Spec.Autoscaler, Settings, StartUp, Price, Hours);
        if (supposed == _shown)
            return;
        await _playing.CancelAsync();
        _playing.Dispose();
        _playing = new CancellationTokenSource();
        var playing = _playing.Token;
        (_shown, _isBusy) = (supposed, false);
        (_settings, _startUp, _price, _hours) = (supposed.Settings, supposed.StartUp, supposed.Price, supposed.Hours);
        (_result, _chart) = (null, null);
        (var settings, _problems) = supposed.Read();
        if (_problems.Any(problem => !problem.IsWarning))
            return;
        _isBusy = true;
        try
        {
            var result = await SupposedResult.ReadAsync(
                History, Decisions, Service.Name, Service.Spec.Instance.Window, Service.Spec.Autoscaler, settings, supposed, Time.GetUtcNow(), playing);
            // Another may have been supposed meanwhile.
            if (!playing.IsCancellationRequested && result is not null)
                (_result, _chart) = (result, SupposedChart.Of(result.Load.From, result.Load.To, ("WhatIfHappened", result.Happened), ("WhatIfThen", result.Then)));
        }
        catch (OperationCanceledException) when (playing.IsCancellationRequested)
        {
            // The page was closed, or another was supposed.
        }
        finally
        {
            if (!playing.IsCancellationRequested)
                _isBusy = false;
        }
    }

    private void Go() => Navigation.NavigateTo(new Supposition(_settings, _startUp, _price, _hours).Address(Service.Name));

    /// <summary>What was played, and what of it is not as it was.</summary>
    private string About(SupposedResult result)
    {
        List<string> sentences = [T["WhatIfLoad", result.Load.Tasks.Count, Clock(result.Load.From), Clock(result.Load.To)]];
        if (result.Load.Tasks.Count == SupposedResult.MostTasks)
            sentences.Add(T["WhatIfCut", SupposedResult.MostTasks]);
        if (result.Load.Guessed > 0)
            sentences.Add(T["WhatIfGuessed", result.Load.Guessed]);
        if (result.LeftOut.Count > 0)
            sentences.Add(T["WhatIfLeftOut", string.Join(", ", result.LeftOut)]);
        return string.Join(' ', sentences);
    }

    private static string Wait(TimeSpan wait) => wait.TotalSeconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.##} s")
        : wait.TotalMinutes < 10 ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{wait.TotalMinutes:0} min");

    private static string Number(double value) => value.ToString(value < 1 ? "0.####" : "0.##", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
