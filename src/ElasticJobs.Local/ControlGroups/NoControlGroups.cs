using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>Where no group can be made: nothing is limited, processes are found through <c>/proc</c>.</summary>
internal sealed class NoControlGroups : IControlGroups
{
    public bool LimitsCpu => false;

    public bool LimitsMemory => false;

    public IReadOnlyList<string> Create(string pod, IEnumerable<ResourceRequirements> containers) => [];

    public IReadOnlyList<int>? Members(string pod) => null;

    public bool RanOutOfMemory(string pod) => false;

    public ResourceReading? Read(string pod, DateTimeOffset now) => null;

    public bool TryRemove(string pod) => true;

    public IEnumerable<string> List() => [];

    public void Release()
    {
    }
}
