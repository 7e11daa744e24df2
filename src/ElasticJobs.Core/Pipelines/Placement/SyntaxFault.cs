using System.Globalization;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>What is wrong with a short text, and where.</summary>
/// <param name="Position">Of the character, from 0.</param>
/// <param name="En">Without a full stop.</param>
/// <param name="Zh">Without a full stop.</param>
internal sealed record SyntaxFault(int Position, string En, string Zh)
{
    public Problem ToProblem(string text, string path, string code, string example) =>
        ProblemTexts.Make(path, code, text, (Position + 1).ToString(CultureInfo.InvariantCulture), En, example, Zh);
}

/// <summary>Reads one text of a list of them.</summary>
internal delegate (T? Value, SyntaxFault? Fault) SyntaxReader<T>(string text) where T : class;

/// <summary>Lists whose items are short texts with a syntax of their own.</summary>
internal static class SyntaxList
{
    /// <summary>Those that can be read; for each other one a problem at <c>{path}[i]</c>.</summary>
    public static IReadOnlyList<T> Read<T>(IReadOnlyList<string> texts, string path, string code, string example, SyntaxReader<T> read, ICollection<Problem> problems)
        where T : class
    {
        List<T> values = [];
        for (var i = 0; i < texts.Count; i++)
        {
            var (value, fault) = read(texts[i]);
            if (fault is not null)
            {
                problems.Add(fault.ToProblem(texts[i], $"{path}[{i}]", code, example));
            }
            else
            {
                values.Add(value!);
            }
        }

        return values;
    }
}
