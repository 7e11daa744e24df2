using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Web.Features.Services.Scaling.Supposing;

/// <summary>What a person supposes; all of it stands in the address.</summary>
/// <param name="Settings">The autoscaler's section as JSON.</param>
/// <param name="StartUp">Seconds from the creation of an instance until it is ready.</param>
/// <param name="Price">Of an hour of one instance, in whatever money.</param>
/// <param name="Hours">How far back the load reaches.</param>
public sealed record Supposition(string Settings, double StartUp = 10, double Price = 0, int Hours = 24)
{
    public const int MostHours = 168;

    /// <summary>From an address; what is missing or makes no sense is as without it.</summary>
    public static Supposition Of(AutoscalerSettings current, string? settings, double? startUp, double? price, int? hours) => new(
        string.IsNullOrWhiteSpace(settings) ? Write(current) : Written(settings, Indented),
        startUp is >= 0 and <= 86_400 ? startUp.Value : 10,
        price is >= 0 and <= 1_000_000 ? price.Value : 0,
        hours is >= 1 and <= MostHours ? hours.Value : 24);

    public static string Write(AutoscalerSettings settings) => AutoscalerWriter.ToEas(settings).ToJsonString(Indented);

    public string Address(string service) => string.Create(
        CultureInfo.InvariantCulture,
        $"/services/{service}?tab=scaling&view=whatif&settings={Uri.EscapeDataString(Written(Settings, null))}&startup={StartUp}&price={Price}&hours={Hours}");

    /// <summary>With every problem that the settings have.</summary>
    public (AutoscalerSettings Settings, IReadOnlyList<Problem> Problems) Read()
    {
        var (root, wrong) = DeploymentReader.Parse(Settings);
        List<Problem> problems = wrong is null ? [] : [wrong];
        return (AutoscalerReader.Read(root, "", problems), problems);
    }

    private static readonly System.Text.Json.JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>An address has no need of white space, and people have.</summary>
    private static string Written(string settings, System.Text.Json.JsonSerializerOptions? options)
    {
        try
        {
            return JsonNode.Parse(settings, null, Strict)?.ToJsonString(options) ?? settings;
        }
        catch (System.Text.Json.JsonException)
        {
            return settings;
        }
    }
}
