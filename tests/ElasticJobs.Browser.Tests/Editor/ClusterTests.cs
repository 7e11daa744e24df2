using ElasticJobs.Browser.Tests.Browsing;

namespace ElasticJobs.Browser.Tests.Editor;

/// <summary>The same hands, the same screens: the tasks are pods of the real cluster.</summary>
[Trait("Category", "Cluster")]
public sealed class ClusterDrawAndRunTests(ClusterBrowser browser) : DrawAndRunTests(browser), IClassFixture<ClusterBrowser>;

[Trait("Category", "Cluster")]
public sealed class ClusterDebugTests(ClusterBrowser browser) : DebugTests(browser), IClassFixture<ClusterBrowser>;
