namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>A part of an expression's tree.</summary>
/// <param name="Depth">Levels below and including this: bounds recursion.</param>
internal abstract record Node(TextRange Range, int Depth)
{
    protected static int Over(params IEnumerable<Node?> children) => 1 + children.Max(child => child?.Depth ?? 0);
}

internal sealed record LiteralNode(TextRange Range, ExpressionValue Value) : Node(Range, 1);

internal sealed record NameNode(TextRange Range, string Name) : Node(Range, 1);

internal sealed record ListNode(TextRange Range, IReadOnlyList<Node> Items) : Node(Range, Over([null, .. Items]));

internal sealed record DictNode(TextRange Range, IReadOnlyList<(Node Key, Node Value)> Items)
    : Node(Range, Over([null, .. Items.SelectMany(item => new[] { item.Key, item.Value })]));

internal sealed record MemberNode(TextRange Range, Node Target, string Name, TextRange NameRange) : Node(Range, Over(Target));

internal sealed record IndexNode(TextRange Range, Node Target, Node Index) : Node(Range, Over(Target, Index));

internal sealed record SliceNode(TextRange Range, Node Target, Node? From, Node? To, Node? Step) : Node(Range, Over(Target, From, To, Step));

internal sealed record NamedArgument(string Name, Node Value);

internal sealed record ArgumentList(IReadOnlyList<Node> Positional, IReadOnlyList<NamedArgument> Named)
{
    public static ArgumentList Empty { get; } = new([], []);

    public IEnumerable<Node> All => Positional.Concat(Named.Select(argument => argument.Value));
}

internal sealed record CallNode(TextRange Range, Node Target, ArgumentList Arguments) : Node(Range, Over([Target, .. Arguments.All]));

internal sealed record FilterNode(TextRange Range, Node Target, string Name, TextRange NameRange, ArgumentList Arguments)
    : Node(Range, Over([Target, .. Arguments.All]));

internal sealed record UnaryNode(TextRange Range, string Operator, Node Operand) : Node(Range, Over(Operand));

internal sealed record BinaryNode(TextRange Range, Node Left, string Operator, Node Right) : Node(Range, Over(Left, Right));

/// <summary><c>a &lt; b &lt;= c</c>: each pair is compared, every operand evaluated once.</summary>
internal sealed record CompareNode(TextRange Range, Node First, IReadOnlyList<(string Operator, Node Operand)> Rest)
    : Node(Range, Over([First, .. Rest.Select(part => part.Operand)]));

/// <param name="Test">None, True, False or defined.</param>
internal sealed record TestNode(TextRange Range, Node Target, string Test, bool IsNegated) : Node(Range, Over(Target));

internal sealed record ConditionalNode(TextRange Range, Node Condition, Node Then, Node Else) : Node(Range, Over(Condition, Then, Else));
