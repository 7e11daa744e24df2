using System.Collections;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>The whitelist of one type: a member that is not in it can't be reached.</summary>
internal abstract class MemberTable
{
    private readonly Dictionary<string, Func<ExpressionValue, ExpressionValue>> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Function> _functions = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _properties.Keys.Concat(_functions.Keys);

    public IEnumerable<Function> Functions => _functions.Values;

    public IEnumerable<string> Properties => _properties.Keys;

    public Function? Function(string name) => _functions.GetValueOrDefault(name);

    /// <summary>The value of a property, or a method bound to <paramref name="self"/>; null where there is none.</summary>
    public ExpressionValue? Get(ExpressionValue self, string name)
    {
        if (_properties.TryGetValue(name, out var property))
        {
            return property(self);
        }

        return _functions.TryGetValue(name, out var function) ? new FunctionValue(function, self) : null;
    }

    protected void AddProperty(string name, Func<ExpressionValue, ExpressionValue> read) => _properties.Add(name, read);

    protected void AddFunction(Function function) => _functions.Add(function.Name, function);
}

/// <summary>One line for each member: <c>{ name, read }</c> or <c>{ name, signature, body }</c>.</summary>
internal sealed class MemberTable<TSelf> : MemberTable, IEnumerable<string>
    where TSelf : ExpressionValue
{
    public void Add(string name, Func<TSelf, ExpressionValue> read) => AddProperty(name, self => read((TSelf)self));

    public void Add(string name, string signature, Func<TSelf, Arguments, ExpressionValue> body) =>
        AddFunction(new(name, new(signature), (self, arguments) => body((TSelf)self, arguments)));

    public IEnumerator<string> GetEnumerator() => Names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
