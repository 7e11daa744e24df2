using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Features.Editor.Canvas;

/// <summary>What came of a command.</summary>
/// <param name="Refusal">The graph's rules forbid it.</param>
/// <param name="Problems">Of a pasted text.</param>
public sealed record CanvasOutcome(EditRefusal? Refusal, IReadOnlyList<Problem> Problems)
{
    public static CanvasOutcome Done { get; } = new(null, []);
}

/// <summary>Commands of the canvas as edits of the document.</summary>
internal static class CanvasEdits
{
    public static CanvasOutcome Apply(EditorState state, CanvasCommand command)
    {
        switch (command.Type)
        {
            case "add" when command.Template is { } template:
                return Refused(state.Add(template, command.At, command.After));
            case "connect":
                return Refused(state.Connect(command.Source, command.Target, command.Condition));
            case "disconnect":
                state.Disconnect(command.Edges);
                break;
            case "edge":
                state.SetCondition(command.Source, command.Target, command.Condition);
                break;
            case "remove":
                state.Remove(command.Tasks.ToHashSet(), command.Edges);
                break;
            case "duplicate":
                state.Duplicate();
                break;
            case "move":
                state.Move(command.Positions.Where(pair => pair.Value.Length == 2).ToDictionary(pair => pair.Key, pair => new CanvasPosition(pair.Value[0], pair.Value[1])), command.Step);
                break;
            case "paste":
                return new CanvasOutcome(null, state.Paste(command.Text, command.At));
            case "undo":
                state.Undo();
                break;
            case "redo":
                state.Redo();
                break;
        }

        return CanvasOutcome.Done;
    }

    private static CanvasOutcome Refused(EditRefusal? refusal) => refusal is null ? CanvasOutcome.Done : new CanvasOutcome(refusal, []);
}
