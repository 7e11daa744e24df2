namespace ElasticJobs.Core.Templates;

/// <summary>The built-in templates alone; those that users register come from a store.</summary>
public sealed class TemplateCatalog : ITemplateCatalog
{
    public IReadOnlyList<TemplateSpec> All { get; } = [BuiltInTemplates.Shell, BuiltInTemplates.Python, BuiltInTemplates.Image, DistributedTemplate.Spec, ResourceTemplate.Spec, QueueTemplate.Spec];

    public TemplateSpec? Find(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (name, version) = at < 0 ? (reference, null) : (reference[..at], reference[(at + 1)..]);
        return All.FirstOrDefault(template => template.Name == name && (version is null || template.Version == version));
    }
}
