using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Rules look at the document and know paths; people look at the text and want lines.</summary>
public static class ProblemPlaces
{
    /// <summary>Line and column for each problem that has none: of its path in the text, or of the nearest place around it that is there.</summary>
    /// <param name="text">What the document was read from.</param>
    /// <param name="problems">Given back in their order.</param>
    public static IReadOnlyList<Problem> Find(string text, IReadOnlyList<Problem> problems) =>
        problems.Any(problem => problem.Line is null) && PipelineReader.Parse(text, []) is { } root
            ? [.. problems.Select(problem => problem.Line is null ? At(problem, Find(root, problem.Path)) : problem)]
            : problems;

    private static Problem At(Problem problem, Mark place) => problem with { Line = (int)place.Line, Column = (int)place.Column };

    private static Mark Find(YamlNode root, string path)
    {
        var (node, place) = (root, root.Start);
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (node)
            {
                case YamlMappingNode mapping when mapping.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == step) is { Key: { } key } found:
                    (node, place) = (found.Value, key.Start);
                    break;
                case YamlSequenceNode sequence when int.TryParse(step.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Children.Count:
                    node = sequence.Children[index];
                    place = node.Start;
                    break;
                default:
                    return place;
            }
        }

        return place;
    }
}
