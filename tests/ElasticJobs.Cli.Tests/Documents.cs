namespace ElasticJobs.Cli.Tests;

/// <summary>Pipelines and elastic jobs that the commands are tried on.</summary>
internal static class Documents
{
    /// <summary>One shell task called <c>work</c>.</summary>
    public static string Shell(string name, string command) => $$$"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {name: {{{name}}}}
        spec:
          parameters:
            - {name: who, type: string, default: nobody}
            - {name: times, type: int, default: 1}
          tasks:
            - id: work
              template: shell
              args:
                command: |
        {{{Indented(command)}}}
        """;

    /// <summary>An elastic job that has an instance only while there are tasks.</summary>
    /// <param name="more">Further keys, as YAML.</param>
    public static string Service(string name, string container = "{}", string more = "") => $$"""
        metadata: {name: {{name}}, type: ScalableJob}
        containers: [{{container}}]
        autoscaler: {min: 0, max: 1}
        {{more}}
        """;

    private static string Indented(string command) => string.Join('\n', command.Split('\n').Select(line => new string(' ', 10) + line));
}
