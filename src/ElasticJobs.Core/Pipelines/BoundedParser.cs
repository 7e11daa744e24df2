using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ElasticJobs.Core.Pipelines;

/// <summary>
/// Refuses texts that would harm their reader, before a tree is made of them: nesting that overflows the stack, aliases that multiply or that hold themselves, keys that are no text.
/// </summary>
internal sealed class BoundedParser(IParser inner) : IParser
{
    /// <summary>A document itself has seven levels; the rest is for values in args.</summary>
    public const int MaximumDepth = 40;

    /// <summary>Mappings, lists and scalars, an alias counted with all that it repeats. 20,000 tasks with every field have fewer.</summary>
    public const int MaximumNodes = 1_000_000;

    private readonly Stack<Level> _levels = new();

    /// <summary>Null: its node has begun and not ended yet.</summary>
    private readonly Dictionary<AnchorName, Extent?> _anchors = [];

    private int _nodes;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        if (inner.Current is { } current)
        {
            Check(current);
        }

        return true;
    }

    private void Check(ParsingEvent current)
    {
        switch (current)
        {
            case MappingStart or SequenceStart:
                Enter((NodeEvent)current);
                break;
            case MappingEnd or SequenceEnd:
                var left = _levels.Pop();
                Remember(left.Anchor, new Extent(_nodes - left.NodesBefore, left.Height));
                break;
            case Scalar scalar:
                Add(scalar, new Extent(1, 0), isText: true);
                Remember(scalar.Anchor, new Extent(1, 0));
                break;
            case AnchorAlias alias:
                Add(alias, Find(alias), isText: false);
                break;
        }
    }

    private void Enter(NodeEvent start)
    {
        Add(start, new Extent(1, 1), isText: false);
        Remember(start.Anchor, null);
        _levels.Push(new Level(start is MappingStart, start.Anchor, _nodes - 1));
    }

    private Extent Find(AnchorAlias alias) => _anchors.TryGetValue(alias.Value, out var extent)
        ? extent ?? throw Refusal(alias, $"the alias '{alias.Value}' stands inside of what it repeats")
        : throw Refusal(alias, $"the alias '{alias.Value}' repeats nothing that stands before it");

    private void Add(ParsingEvent node, Extent extent, bool isText)
    {
        _nodes += extent.Nodes;
        if (_nodes > MaximumNodes)
        {
            throw Refusal(node, $"it has more than {MaximumNodes} values, aliases counted with what they repeat");
        }

        var height = extent.Height;
        if (_levels.Count + height > MaximumDepth)
        {
            throw Refusal(node, $"it is nested deeper than {MaximumDepth} levels");
        }

        foreach (var outer in _levels)
        {
            outer.Height = Math.Max(outer.Height, ++height);
        }

        if (_levels.TryPeek(out var level) && level.IsMapping)
        {
            level.ExpectsKey = !level.ExpectsKey;
            if (!level.ExpectsKey && !isText)
            {
                throw Refusal(node, "a key must be text");
            }
        }
    }

    private void Remember(AnchorName anchor, Extent? extent)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = extent;
        }
    }

    private static YamlException Refusal(ParsingEvent at, string why) => new(at.Start, at.End, why);

    private readonly record struct Extent(int Nodes, int Height);

    private sealed class Level(bool isMapping, AnchorName anchor, int nodesBefore)
    {
        public bool IsMapping => isMapping;

        public AnchorName Anchor => anchor;

        public int NodesBefore => nodesBefore;

        public int Height { get; set; } = 1;

        public bool ExpectsKey { get; set; } = true;
    }
}
