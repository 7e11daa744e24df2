namespace ElasticJobs.Kubernetes.Client;

/// <summary>What a cluster serves.</summary>
/// <param name="Types">In the server's order of groups, the preferred version of a group first.</param>
/// <param name="Unavailable">Group versions whose own server did not answer, e.g. <c>metrics.k8s.io/v1beta1</c>.</param>
public sealed record ApiDiscovery(IReadOnlyList<ResourceType> Types, IReadOnlyList<string> Unavailable)
{
    public bool Serves(ResourceType type) =>
        Types.Any(served => served.Group == type.Group && served.Version == type.Version && served.Plural == type.Plural);

    /// <summary>The type of a manifest's <c>apiVersion</c> and <c>kind</c>. Null: not served.</summary>
    public ResourceType? Find(string apiVersion, string kind) => Types.FirstOrDefault(type => type.Kind == kind && type.ApiVersion == apiVersion);

    /// <summary>The first of these versions that is served, e.g. of <c>autoscaling</c>: v2, v2beta2. Null: none.</summary>
    public ResourceType? FirstServed(string group, string plural, params IEnumerable<string> versions) =>
        versions.Select(version => Types.FirstOrDefault(type => type.Group == group && type.Plural == plural && type.Version == version)).FirstOrDefault(type => type is not null);
}

/// <param name="GitVersion">E.g. <c>v1.20.2</c>.</param>
public sealed record ServerVersion(int Major, int Minor, string GitVersion)
{
    public bool IsAtLeast(int major, int minor) => (Major, Minor).CompareTo((major, minor)) >= 0;
}
