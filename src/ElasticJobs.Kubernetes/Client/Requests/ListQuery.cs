namespace ElasticJobs.Kubernetes.Client;

public sealed record ListQuery
{
    public static ListQuery All { get; } = new();

    /// <summary>E.g. <c>app=web,tier!=cache</c>. Null: all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>E.g. <c>spec.nodeName=n1</c>. Null: all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects a page. More pages are asked for until all are read.</summary>
    public int Limit { get; init; } = 500;
}

/// <param name="ResourceVersion">From where a watch goes on without a gap.</param>
public sealed record KubernetesList<T>(IReadOnlyList<T> Items, string ResourceVersion);
