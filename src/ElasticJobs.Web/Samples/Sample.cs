using System.Globalization;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Samples;

/// <summary>A pipeline that comes with the product.</summary>
public sealed record Sample(PipelineDocument Document)
{
    private const string MarkLabel = "sample";
    private const string ChineseLabel = "descriptionZh";

    public string Name => Document.Metadata.Name;

    public string Description(CultureInfo culture) => Describe(Document, culture);

    /// <summary>A pipeline's description; samples have one in Chinese too.</summary>
    public static string Describe(PipelineDocument document, CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "zh" && document.Metadata.Labels.TryGetValue(ChineseLabel, out var chinese) ? chinese : document.Metadata.Description;

    /// <summary>A pipeline of a person's own, begun from this one.</summary>
    public PipelineDocument As(string name, CultureInfo culture) => Document with
    {
        Metadata = Document.Metadata with
        {
            Name = name,
            Project = null,
            Description = Description(culture),
            Labels = Document.Metadata.Labels.Where(label => label.Key is not (MarkLabel or ChineseLabel)).ToDictionary(),
        },
    };
}
