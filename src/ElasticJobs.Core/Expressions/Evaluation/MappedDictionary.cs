using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>A dictionary whose values are made when they are asked for: a run may have thousands of tasks, an expression names one.</summary>
internal sealed class MappedDictionary<TSource>(IReadOnlyDictionary<string, TSource> source, Func<string, TSource, ExpressionValue> map)
    : IReadOnlyDictionary<string, ExpressionValue>
{
    public int Count => source.Count;

    public IEnumerable<string> Keys => source.Keys;

    public IEnumerable<ExpressionValue> Values => source.Select(item => map(item.Key, item.Value));

    public ExpressionValue this[string key] => map(key, source[key]);

    public bool ContainsKey(string key) => source.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ExpressionValue value)
    {
        value = source.TryGetValue(key, out var found) ? map(key, found) : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, ExpressionValue>> GetEnumerator() =>
        source.Select(item => KeyValuePair.Create(item.Key, map(item.Key, item.Value))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
