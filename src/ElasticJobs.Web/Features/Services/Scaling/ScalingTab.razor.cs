using System.Globalization;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Web.Components.Live;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Scaling;

public sealed partial class ScalingTab
{
    private const int PageSize = 200;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private IReadOnlyList<DecisionEntry>? _entries;
    private ScalingChart? _chart;
    private (string, DateTimeOffset?)? _followed;

    [Parameter, EditorRequired]
    public required string Service { get; set; }

    /// <summary>Decisions before this time. Null: the newest, as they come.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [Inject]
    private IDecisionStore Decisions { get; set; } = null!;

    private DateTimeOffset? From => DateTimeOffset.TryParse(Before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == (Service, From))
            return;
        (_followed, _entries) = ((Service, From), null);
        await LookAsync(Closing);
        await FollowAsync(cancellationToken => Sampling.EveryAsync(Time, Tick, LookAsync, cancellationToken), static isOther => isOther, DrawInterval, static () => false);
    }

    /// <summary>Reads the page if there is a newer decision than it shows.</summary>
    /// <returns>True: there was.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var (service, from) = (Service, From);
        if (_entries is not null && (from is not null || Newest(await Decisions.ListAsync(service, null, 1, cancellationToken)) == Newest(_entries)))
            return false;
        var entries = await Decisions.ListAsync(service, from, PageSize, cancellationToken);
        if ((service, from) != (Service, From))
            return false;
        (_entries, _chart) = (entries, ScalingChart.Of(entries));
        return true;
    }

    private static DateTimeOffset? Newest(IReadOnlyList<DecisionEntry> entries) => entries.Count > 0 ? entries[0].Decision.At : null;

    private string Act(ScalingDecision decision)
    {
        var acts = new List<string>();
        if (decision.Create > 0)
            acts.Add(T["ActCreate", decision.Create]);
        if (decision.Drain.Count > 0)
            acts.Add(T["ActDrain", decision.Drain.Count]);
        if (decision.Undrain.Count > 0)
            acts.Add(T["ActUndrain", decision.Undrain.Count]);
        if (decision.Remove.Count > 0)
            acts.Add(T["ActRemove", decision.Remove.Count]);
        return string.Join(", ", acts);
    }

    private string Told(DecisionEntry entry) =>
        $"{Clock(entry.Decision.At)} · {T["Why", entry.Decision.Desired]} · {ScalingTexts.Localize(entry.Decision.Reason, CultureInfo.CurrentUICulture).Message} {Act(entry.Decision)}".TrimEnd();

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
