using System.Text.RegularExpressions;

namespace ElasticJobs.Core.Deployments;

/// <summary>What a service's clients send as <c>Authorization</c>. It opens the queue of that service and nothing else.</summary>
/// <param name="Name">What it is for, unique in the service. The first one is <see cref="DefaultName"/>.</param>
/// <param name="Hash">By which it is found.</param>
/// <param name="Secret">Encrypted: instances and front ends are given it, and people may look it up again.</param>
public sealed partial record ServiceToken(string Service, string Name, string Hash, string Secret, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>Instances and front ends use it; it can be renewed, but not removed.</summary>
    public const string DefaultName = "default";

    public static bool IsName(string name) => NameShape().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_.-]{0,62}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameShape();
}
