using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Deployments;

/// <summary>JSON as people write it into service documents: with comments (<c>//</c>, <c>/* */</c> and <c>#</c>) and commas behind the last entry.</summary>
internal static class RelaxedJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Either the value or what is wrong with the text.</summary>
    public static (JsonNode? Node, Problem? Problem) Read(string text)
    {
        try
        {
            return (JsonNode.Parse(WithoutHashComments(text), documentOptions: Options), null);
        }
        catch (JsonException exception)
        {
            return (null, ProblemTexts.Make("", ProblemCodes.Syntax, Words(exception)) with { Line = (int?)exception.LineNumber + 1, Column = (int?)exception.BytePositionInLine + 1 });
        }
    }

    /// <summary>Whether it begins like that, as YAML that is no JSON does not.</summary>
    public static bool IsMeant(string text)
    {
        var rest = text.AsSpan().TrimStart();
        while (rest is ['#', ..])
        {
            var end = rest.IndexOf('\n');
            rest = end < 0 ? default : rest[end..].TrimStart();
        }

        return rest is ['{', ..] or ['/', '/', ..] or ['/', '*', ..];
    }

    /// <summary>Comments become spaces, so that places in the text stay what they are.</summary>
    private static string WithoutHashComments(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                var end = EndOfText(text, i);
                result.Append(text, i, end - i);
                i = end - 1;
            }
            else if (text[i] == '#')
            {
                var end = text.IndexOf('\n', i);
                end = end < 0 ? text.Length : end;
                result.Append(' ', end - i);
                i = end - 1;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    private static int EndOfText(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] is '"' or '\n')
                return i + 1;
        }

        return text.Length;
    }

    /// <summary>The library repeats the place in its sentence.</summary>
    private static string Words(JsonException exception) => exception.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd('.');
}
