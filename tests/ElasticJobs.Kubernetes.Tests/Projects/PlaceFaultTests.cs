using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Tests.Faults;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Projects;

/// <summary>Places of projects on an API server that goes wrong on order.</summary>
public sealed class PlaceFaultTests
{
    private const string Ns = "ej-vision";

    [Fact]
    public async Task Namespace_ThatMayNotBeMade_KeepsPodsWaitingWithWhatToDo_UntilItMay()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Faults.Refuse("POST namespaces", new FakeStatus(403, "Forbidden", "namespaces is forbidden: User \"ej\" cannot create"), times: 1);
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });

        await cluster.Runtime.StartAsync(Pod(cluster, "p"), CancellationToken.None);

        var waiting = await cluster.Console.WhenAsync("p", told => told.Message?.Contains("may not make", StringComparison.Ordinal) == true, "wait for its namespace");
        Assert.Equal((PodPhase.Pending, PodStatus.Place), (waiting.Phase, waiting.Reason));
        Assert.Contains("kubectl create namespace ej-vision", waiting.Message, StringComparison.Ordinal);
        Assert.Equal(ProjectCodes.NamespaceForbidden, (await StateAsync(cluster, state => state.Phase == PlacePhase.Failed)).Problem!.Code);
        await Eventually.TrueAsync(() => Find(cluster, "pods", "p") is not null, "the pod is created once the console may", TimeSpan.FromSeconds(40));
        var pod = Find(cluster, "pods", "p")!;
        Assert.Equal(("elasticjobs-task", false), ((string?)pod["spec"]!["serviceAccountName"], (bool?)pod["spec"]!["automountServiceAccountToken"]));
        Assert.Equal("vision", (string?)cluster.Server.Store.Find("namespaces", null, Ns)!["metadata"]!["labels"]!["elasticjobs.io/project"]);
        Assert.Equal(PlacePhase.Ready, (await StateAsync(cluster, state => state.Phase == PlacePhase.Ready)).Phase);
    }

    [Fact]
    public async Task Namespace_WhoseCreationIsSlow_KeepsPodsWaiting()
    {
        await using var cluster = await StartAsync();
        var held = cluster.Server.Faults.Hold("POST namespaces");
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });

        await cluster.Runtime.StartAsync(Pod(cluster, "p"), CancellationToken.None);

        var waiting = await cluster.Console.WhenAsync("p", told => told.Reason == PodStatus.Place, "wait for its namespace");
        Assert.Equal("Namespace ej-vision of project 'vision' is being prepared.", waiting.Message);
        Assert.Null(Find(cluster, "pods", "p"));
        held.SetResult();
        await Eventually.TrueAsync(() => Find(cluster, "pods", "p") is not null, "the pod is created");
    }

    [Fact]
    public async Task Namespace_ThatAnotherMadeInBetween_IsUsedAndNotChanged()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Faults.Refuse("POST namespaces", FakeStatus.AlreadyExists(Ns));
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });
        // It is seen at the next look.
        cluster.Server.Store.Create("namespaces", null, Named(Ns));

        var state = await StateAsync(cluster, state => state.Phase == PlacePhase.Ready);

        Assert.False(state.OwnsNamespace);
        Assert.Null(cluster.Server.Store.Find("namespaces", null, Ns)!["metadata"]!["labels"]);
        Assert.Empty(cluster.Server.Store.List("serviceaccounts", Ns));
        await cluster.Runtime.StartAsync(Pod(cluster, "p"), CancellationToken.None);
        Assert.Null(Find(cluster, "pods", "p")!["spec"]!["serviceAccountName"]);
    }

    [Fact]
    public async Task Quota_InANamespaceThatIsNotOurs_IsRefusedWithTheWayToHandItOver()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Store.Create("namespaces", null, Named(Ns));
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns, Quota = new ProjectQuota(Pods: "3") });

        var problem = (await StateAsync(cluster, state => state.Phase == PlacePhase.Failed)).Problem!;

        Assert.Equal(ProjectCodes.NamespaceNotOurs, problem.Code);
        Assert.Contains("kubectl label namespace ej-vision elasticjobs.io/owner=elasticjobs", problem.Fix, StringComparison.Ordinal);
        Assert.Empty(cluster.Server.Store.List("resourcequotas", Ns));

        cluster.Server.Store.Change("namespaces", "", Ns, value => value["metadata"]!["labels"] = new JsonObject { ["elasticjobs.io/owner"] = "elasticjobs" });
        await Eventually.TrueAsync(() => Find(cluster, "resourcequotas", "elasticjobs") is not null, "the quota is made", TimeSpan.FromSeconds(40));
        Assert.Equal("3", (string?)Find(cluster, "resourcequotas", "elasticjobs")!["spec"]!["hard"]!["pods"]);
    }

    [Fact]
    public async Task Object_OfTheSameNameThatIsNotOurs_IsLeftAsItIs()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Store.Create("serviceaccounts", Ns, Named("elasticjobs-task"));
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });

        var problem = (await StateAsync(cluster, state => state.Phase == PlacePhase.Failed)).Problem!;

        Assert.Equal(ProjectCodes.ObjectNotOurs, problem.Code);
        Assert.Equal("A ServiceAccount 'elasticjobs-task' that is not this console's is in namespace 'ej-vision'.", problem.Message);
        Assert.Null(Find(cluster, "serviceaccounts", "elasticjobs-task")!["automountServiceAccountToken"]);
    }

    [Fact]
    public async Task Namespace_OfAnotherProject_IsNotTaken()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Store.Create("namespaces", null, Named(Ns, ("elasticjobs.io/owner", "elasticjobs"), ("elasticjobs.io/project", "speech")));
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });

        Assert.Equal(ProjectCodes.NamespaceOfOther, (await StateAsync(cluster, state => state.Phase == PlacePhase.Failed)).Problem!.Code);
    }

    [Fact]
    public async Task Context_ThatIsNotInTheFile_IsToldWithThoseThatAre_AndHoldsUpNothingElse()
    {
        await using var cluster = await StartAsync();
        await PutAsync(cluster, new ProjectPlace { Context = "nowhere", Namespace = Ns });

        var problem = (await StateAsync(cluster, state => state.Phase == PlacePhase.Failed)).Problem!;

        Assert.Equal(ProjectCodes.ClusterUnusable, problem.Code);
        Assert.Contains("there is no context nowhere, only: ", problem.Message, StringComparison.Ordinal);
        await cluster.Runtime.StartAsync(cluster.Pod("other"), CancellationToken.None);
        cluster.End("other", 0);
        Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("other")).Phase);
    }

    [Fact]
    public async Task Account_AndPullSecrets_OfTheProject_AreThoseOfItsPods_ButATasksOwnStay()
    {
        await using var cluster = await StartAsync();
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns, ServiceAccount = "runner", PullSecrets = ["harbor"] });
        await StateAsync(cluster, state => state.Phase == PlacePhase.Ready);

        await cluster.Runtime.StartAsync(Pod(cluster, "p"), CancellationToken.None);
        await cluster.Runtime.StartAsync(Pod(cluster, "own") with { ServiceAccount = "special", PullSecrets = ["mine"] }, CancellationToken.None);

        Assert.Equal("runner", (string?)Find(cluster, "pods", "p")!["spec"]!["serviceAccountName"]);
        Assert.Equal("""[{"name":"harbor"}]""", Find(cluster, "pods", "p")!["spec"]!["imagePullSecrets"]!.ToJsonString());
        Assert.Equal("special", (string?)Find(cluster, "pods", "own")!["spec"]!["serviceAccountName"]);
        Assert.Equal("""[{"name":"mine"},{"name":"harbor"}]""", Find(cluster, "pods", "own")!["spec"]!["imagePullSecrets"]!.ToJsonString());
    }

    [Fact]
    public async Task Pod_OfAReadyPlace_IsFoundByTheNextConsole()
    {
        await using var cluster = await StartAsync();
        await PutAsync(cluster, new ProjectPlace { Namespace = Ns });
        await StateAsync(cluster, state => state.Phase == PlacePhase.Ready);
        await cluster.Runtime.StartAsync(Pod(cluster, "p"), CancellationToken.None);

        await cluster.RestartAsync();

        Assert.Contains(cluster.Console.Known, status => status.Name == "p");
    }

    private static Task<FakeCluster> StartAsync() => FakeCluster.StartAsync(prepare: server => server.Allow(true));

    private static Task PutAsync(FakeCluster cluster, ProjectPlace place) =>
        cluster.Projects.PutAsync(new Project("vision", "", DateTimeOffset.UnixEpoch) { Place = place }, CancellationToken.None);

    private static PodSpec Pod(FakeCluster cluster, string name)
    {
        var pod = cluster.Pod(name);
        return pod with { Labels = new Dictionary<string, string>(pod.Labels) { [PodLabels.Project] = "vision" } };
    }

    private static JsonObject? Find(FakeCluster cluster, string resource, string name) => cluster.Server.Store.Find(resource, Ns, name);

    private static Task<PlaceState> StateAsync(FakeCluster cluster, Func<PlaceState, bool> isSo) => Eventually.ValueAsync(
        async () => (await cluster.Projects.FindAsync("vision", CancellationToken.None))!.State is { } state && isSo(state) ? state : null, "the place's state", TimeSpan.FromSeconds(40));

    private static JsonObject Named(string name, params IEnumerable<(string Name, string Value)> labels)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels.Any())
            metadata["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value)));
        return new JsonObject { ["metadata"] = metadata };
    }
}
