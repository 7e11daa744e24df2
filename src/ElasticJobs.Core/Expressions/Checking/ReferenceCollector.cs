using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Members;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Checking;

/// <summary>Finds the names that an expression uses, and where.</summary>
internal sealed class ReferenceCollector
{
    private readonly List<LocatedReference> _located = [];

    public IReadOnlyList<LocatedReference> Located => _located;

    public void Visit(Node node) => Visit(node, isOptional: false);

    private void Visit(Node node, bool isOptional)
    {
        if (ReadChain(node) is { } chain)
        {
            Add(chain.Root, chain.Keys, node, isOptional);
            return;
        }

        var guards = node is FilterNode { Name: FilterTable.Default } or TestNode { Test: "defined" };
        foreach (var (child, position) in NodeChildren.Of(node).Select((child, position) => (child, position)))
        {
            Visit(child, guards ? position == 0 : isOptional && position == 0 && node is MemberNode or IndexNode or SliceNode or CallNode or FilterNode);
        }
    }

    // params.a, params['a'], tasks.t.outputs.o: the part of a chain that names something, and nothing behind it.
    private static (NameNode Root, IReadOnlyList<string?> Keys)? ReadChain(Node node)
    {
        if (node is NameNode name)
        {
            return (name, []);
        }

        var (target, key) = node switch
        {
            MemberNode member => (member.Target, member.Name),
            IndexNode { Index: LiteralNode { Value: TextValue text } } index => (index.Target, text.Value),
            _ => (null, null),
        };
        if (target is null || ReadChain(target) is not { } inner)
        {
            return null;
        }

        var taken = inner.Root.Name switch { "params" => 1, "tasks" => 3, _ => 0 };
        return inner.Keys.Count < taken ? (inner.Root, [.. inner.Keys, key]) : null;
    }

    private static string? Key(IReadOnlyList<string?> keys, int position) => position < keys.Count ? keys[position] : null;

    private void Add(NameNode root, IReadOnlyList<string?> keys, Node node, bool isOptional)
    {
        ExpressionReference? reference = root.Name switch
        {
            "params" => new(ExpressionReferenceKind.Parameter, Key(keys, 0) ?? ""),
            "tasks" => new(ExpressionReferenceKind.TaskOutput, Key(keys, 0) ?? "", Key(keys, 2)),
            "item" => new(ExpressionReferenceKind.Item, root.Name),
            "index" => new(ExpressionReferenceKind.Index, root.Name),
            _ when ScopeNames.OfRun.ContainsKey(root.Name) => new(ExpressionReferenceKind.Run, root.Name),
            _ when ScopeNames.Modules.ContainsKey(root.Name) || GlobalFunctions.Table.Function(root.Name) is not null => null,
            _ => new(ExpressionReferenceKind.Environment, root.Name),
        };
        if (reference is not null)
        {
            _located.Add(new(reference, node.Range, isOptional));
        }
    }
}
