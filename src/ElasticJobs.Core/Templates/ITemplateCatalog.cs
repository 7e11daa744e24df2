namespace ElasticJobs.Core.Templates;

/// <summary>The templates that tasks may name.</summary>
public interface ITemplateCatalog
{
    /// <summary>Latest versions, in palette order.</summary>
    IReadOnlyList<TemplateSpec> All { get; }

    /// <param name="reference"><c>name</c> or <c>name@version</c>.</param>
    TemplateSpec? Find(string reference);
}
