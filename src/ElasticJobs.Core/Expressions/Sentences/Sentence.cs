using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ElasticJobs.Core.Expressions.Sentences;

/// <summary>
/// What a person is told, in both languages. It is written in English where it is said; an interpolated string keeps its holes, so that the Chinese sentence is found by the English one
/// with <c>{0}</c>, <c>{1}</c>... in them (<see cref="ChineseTexts"/>). What stands in a hole stays as it is, unless it is a sentence itself.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _format;
    private readonly List<object> _values;
    private bool _isCapital;

    public Sentence(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + (formattedCount * 3));
        _values = new List<object>(formattedCount);
    }

    public string English => Filled(_format.ToString(), InEnglish) is var text && _isCapital ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    public string Chinese => Filled(ChineseTexts.Find(_format.ToString()) ?? _format.ToString(), InChinese);

    public static implicit operator Sentence(string text)
    {
        var sentence = new Sentence(text.Length, 0);
        sentence.AppendLiteral(text);
        return sentence;
    }

    public void AppendLiteral(string value) => _format.Append(value);

    public void AppendFormatted(Sentence value) => Append(value);

    public void AppendFormatted<T>(T value) => Append(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    /// <summary>The same, as the beginning of an English sentence.</summary>
    public Sentence Capital()
    {
        _isCapital = true;
        return this;
    }

    public bool Equals(Sentence? other) => other is not null && other.English == English;

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => string.GetHashCode(English, StringComparison.Ordinal);

    public override string ToString() => English;

    private void Append(object value)
    {
        _format.Append('{').Append(_values.Count).Append('}');
        _values.Add(value);
    }

    private string InEnglish(int hole) => _values[hole].ToString()!;

    private string InChinese(int hole) => _values[hole] is Sentence sentence ? sentence.Chinese : _values[hole].ToString()!;

    /// <summary>No <see cref="string.Format(string, object?)"/>: sentences speak of braces, and only those around one digit are holes.</summary>
    private static string Filled(string format, Func<int, string> value)
    {
        var text = new StringBuilder(format.Length);
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] == '{' && at + 2 < format.Length && char.IsAsciiDigit(format[at + 1]) && format[at + 2] == '}')
            {
                text.Append(value(format[at + 1] - '0'));
                at += 2;
            }
            else
            {
                text.Append(format[at]);
            }
        }

        return text.ToString();
    }
}
