namespace ElasticJobs.Core.Elasticity;

/// <summary>What stands beside the user's image in an instance, and where it finds the console.</summary>
public interface IInstanceProgram
{
    /// <summary>Of the worker: program and arguments. Never empty.</summary>
    IReadOnlyList<string> Command { get; }

    /// <summary>Image that has it. Null where the runtime needs none.</summary>
    string? Image { get; }

    /// <summary>The console as instances reach it, e.g. <c>http://127.0.0.1:5080</c>. Null: it does not listen yet.</summary>
    Uri? Console { get; }
}
