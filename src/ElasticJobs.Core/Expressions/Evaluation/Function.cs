namespace ElasticJobs.Core.Expressions.Evaluation;

internal delegate ExpressionValue FunctionBody(ExpressionValue self, Arguments arguments);

/// <summary>A function, method or filter of the whitelist.</summary>
internal sealed record Function(string Name, Signature Signature, FunctionBody Body);

/// <summary>A method with the value that it belongs to, before it is called.</summary>
internal sealed record FunctionValue(Function Function, ExpressionValue Self) : ExpressionValue
{
    public override string TypeName => "function";
}

/// <summary>A Python module or class: members of its own and, for a class, a call that makes a value.</summary>
internal sealed record ModuleValue(string Name, MemberTable Members, Function? Constructor = null) : ExpressionValue
{
    public override string TypeName => Constructor is null ? "module" : "class";
}
