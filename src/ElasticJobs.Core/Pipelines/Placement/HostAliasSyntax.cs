using System.Net;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>Lines of a hosts file: <c>10.0.0.5 db db.local</c>.</summary>
public static class HostAliasSyntax
{
    public const string Example = "10.0.0.5 db db.local";

    public static IReadOnlyList<HostAlias> Read(IReadOnlyList<string> texts, string path, ICollection<Problem> problems) =>
        SyntaxList.Read<HostAlias>(texts, path, ProblemCodes.BadHostAlias, Example, Read, problems);

    private static (HostAlias? Alias, SyntaxFault? Fault) Read(string text)
    {
        var words = text.Split([' ', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // IPAddress also reads "10" as an address.
        if (words.Length == 0 || !IPAddress.TryParse(words[0], out _) || !words[0].AsSpan().ContainsAny('.', ':'))
        {
            return (null, new SyntaxFault(0, "it begins with an IP address", "应以 IP 地址开头"));
        }

        if (words.Length == 1)
        {
            return (null, new SyntaxFault(text.Length, "after the address come names of the host", "地址之后应为主机名"));
        }

        return words.Skip(1).FirstOrDefault(name => !KubernetesNames.IsObject(name)) is { } wrong
            ? (null, new SyntaxFault(text.IndexOf(wrong, words[0].Length, StringComparison.Ordinal), $"'{wrong}' is no name of a host", $"'{wrong}' 不是主机名"))
            : (new HostAlias(words[0], words[1..]), null);
    }
}
